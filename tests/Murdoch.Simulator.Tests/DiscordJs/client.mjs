// Drives discord.js against the simulator. Talks with the test over stdin and stdout, one JSON object a line.
import { Client, Events, GatewayIntentBits } from 'discord.js';
import { createInterface } from 'node:readline';

const [api, token] = process.argv.slice(2);
const tell = (what, data = {}) => process.stdout.write(JSON.stringify({ what, ...data }) + '\n');

const client = new Client({
  intents: [
    GatewayIntentBits.Guilds, GatewayIntentBits.GuildMembers, GatewayIntentBits.GuildModeration,
    GatewayIntentBits.GuildMessages, GatewayIntentBits.MessageContent,
  ],
  rest: { api, version: '10' },
});

client.once(Events.ClientReady, async () => {
  await client.application.commands.set([{ name: 'ping', description: 'Answers' }]);
  tell('ready', { user: client.user.id, guilds: client.guilds.cache.map(g => ({ id: g.id, members: g.memberCount, channels: g.channels.cache.size })) });
});
client.on(Events.MessageCreate, async message => {
  tell('message', { id: message.id, content: message.content, author: message.author.username });
  if (message.content.includes('discord.gg/')) {
    await message.delete();
    tell('deleted-by-me', { id: message.id });
  }
});
client.on(Events.MessageDelete, message => tell('message-deleted', { id: message.id }));
client.on(Events.GuildMemberUpdate, (_, member) => tell('member-updated', { id: member.id, until: member.communicationDisabledUntilTimestamp }));
client.on(Events.GuildBanAdd, ban => tell('banned', { id: ban.user.id }));
client.on(Events.GuildAuditLogEntryCreate, entry => tell('audit', { action: entry.action, target: entry.targetId, reason: entry.reason }));
client.on(Events.InteractionCreate, async interaction => {
  if (!interaction.isChatInputCommand()) return;
  await interaction.deferReply();
  await interaction.editReply(`pong to ${interaction.member.displayName}`);
  await interaction.followUp({ content: 'and one more' });
});
client.on(Events.ShardResume, (_, replayed) => tell('resumed', { replayed }));
client.on(Events.ShardReady, () => tell('shard-ready'));
client.on(Events.Error, error => tell('error', { message: String(error) }));

const orders = {
  async timeout({ guild, user, reason }) {
    const member = await (await client.guilds.fetch(guild)).members.fetch(user);
    await member.timeout(60_000, reason);
  },
  async ban({ guild, user, reason }) {
    await (await client.guilds.fetch(guild)).members.ban(user, { deleteMessageSeconds: 3600, reason });
  },
  async bulk({ channel, ids }) {
    const deleted = await (await client.channels.fetch(channel)).bulkDelete(ids);
    tell('bulk-deleted', { count: deleted.size });
  },
  async failing({ channel }) {
    try { await (await client.channels.fetch(channel)).send('x'.repeat(2001)); } catch (error) { tell('refused', { code: error.code, status: error.status }); }
  },
  async quit() {
    await client.destroy();
    process.exit(0);
  },
};

createInterface({ input: process.stdin }).on('line', async line => {
  const order = JSON.parse(line);
  try {
    await orders[order.do](order);
    tell('done', { do: order.do });
  } catch (error) {
    tell('failed', { do: order.do, message: String(error) });
  }
});

await client.login(token);
