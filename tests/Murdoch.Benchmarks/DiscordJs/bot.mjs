// The usual bot: every message against one regular expression, what matches is deleted.
import { Client, GatewayIntentBits, Options } from 'discord.js';

const forbidden = /discord(?:app)?\.(?:gg|com\/invite)\/[a-z0-9-]+|nitro|steamcommun|@everyone/i;
const client = new Client({
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMembers, GatewayIntentBits.GuildMessages, GatewayIntentBits.MessageContent],
  makeCache: Options.cacheWithLimits({ ...Options.DefaultMakeCacheSettings, MessageManager: 0 }),
  rest: { api: process.env.API },
});
client.on('messageCreate', message => {
  if (forbidden.test(message.content)) message.delete().catch(() => {});
});
client.once('clientReady', () => console.log('ready now'));
await client.login(process.env.TOKEN);
process.on('SIGTERM', () => client.destroy().then(() => process.exit(0)));
