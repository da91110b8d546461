using Microsoft.Data.Sqlite;
using Murdoch.Simulator.Faults;
using Murdoch.Simulator.World;

namespace Murdoch.EndToEnd.Tests;

/// <summary>What was written while Discord has no session to replay it from.</summary>
public sealed class BackfillTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_written_while_no_session_could_be_resumed_is_moderated_all_the_same()
    {
        await using var installation = await Installation.Create(new() { RateLimitScale = 0, Guilds = 2, Members = 40 });
        var murdoch = await installation.Start(Cancellation, ("CHECKPOINT_SECS", "1"));
        var written = new Written(installation);
        written.Post(12, "before");
        await written.IsModerated(() => murdoch.Output);
        await Eventually.True(async () => await installation.CountedMessages() == 12, Cancellation, () => murdoch.Output);
        await murdoch.Kill();

        // A moderator is left alone also when only history tells of the message, and history names no roles.
        var moderator = Installation.OrdinaryMembers(installation.Guild, 40)[^1];
        var staff = installation.Discord.World.CreateRole(installation.Guild.Id, "staff", Permissions.ManageMessages);
        installation.Discord.World.SetRoles(installation.Guild.Id, moderator.User.Id, [staff.Id], installation.Guild.OwnerId);
        var trusted = installation.Post("come to discord.gg/staff1", moderator.User.Id);
        written.Post(330, "meanwhile");
        installation.Discord.Faults.RefuseNextResumes();
        var again = await installation.Start(Cancellation, ("CHECKPOINT_SECS", "1"));
        written.Post(12, "after");

        await written.IsModerated(() => again.Output);
        Assert.False(installation.IsDeleted(trusted));
        await Eventually.True(async () => await Gaps(installation, "completed_at IS NULL") == 0 && await Gaps(installation, "guild_id IS NOT NULL") == 2, Cancellation, () => again.Output);
        Assert.Equal(331, await Number(installation, "SELECT SUM(messages_recovered) FROM gaps"));
        Assert.Equal(1, await Gaps(installation, "guild_id IS NULL"));
        Assert.Equal(0, await again.Terminate(Cancellation));
        await written.IsRecorded(others: 1);
        Assert.Equal(written.Violating("meanwhile"), await Late(installation));
    }

    [Fact]
    public async Task A_process_that_is_killed_while_it_reads_history_goes_on_with_it_and_counts_nothing_twice()
    {
        await using var installation = await Installation.Create(new() { RateLimitScale = 0, Guilds = 2, Members = 40 });
        var murdoch = await installation.Start(Cancellation, ("CHECKPOINT_SECS", "1"));
        var written = new Written(installation);
        written.Post(12, "before");
        await written.IsModerated(() => murdoch.Output);
        await Eventually.True(async () => await installation.CountedMessages() == 12, Cancellation, () => murdoch.Output);
        await murdoch.Kill();

        written.Post(650, "meanwhile");
        installation.Discord.Faults.RefuseNextResumes();
        var slow = new RestFault { Method = "GET", Path = "/messages", Delay = TimeSpan.FromMilliseconds(400) };
        installation.Discord.Faults.Add(slow);
        var interrupted = await installation.Start(Cancellation, ("CHECKPOINT_SECS", "1"), ("BACKFILL_CONCURRENT", "1"));
        await Eventually.True(async () => await Number(installation, "SELECT COALESCE(SUM(messages_recovered), 0) FROM gaps") > 100, Cancellation, () => interrupted.Output);
        await interrupted.Kill();
        Assert.NotEqual(0, await Gaps(installation, "completed_at IS NULL"));
        installation.Discord.Faults.Clear();
        var again = await installation.Start(Cancellation, ("CHECKPOINT_SECS", "1"));

        await written.IsModerated(() => again.Output);
        await Eventually.True(async () => await Gaps(installation, "completed_at IS NULL") == 0, Cancellation, () => again.Output);
        Assert.Equal(0, await again.Terminate(Cancellation));
        await written.IsRecorded();
        Assert.Equal(650, await Number(installation, "SELECT SUM(messages_recovered) FROM gaps"));
    }

    [Fact]
    public async Task A_session_that_is_lost_under_way_leaves_nothing_unseen_and_a_channel_that_may_not_be_read_is_told()
    {
        await using var installation = await Installation.Create(new() { RateLimitScale = 0, Members = 40 });
        var murdoch = await installation.Start(Cancellation, ("CHECKPOINT_SECS", "1"));
        var world = installation.Discord.World;
        var written = new Written(installation);
        written.Post(6, "before");
        await written.IsModerated(() => murdoch.Output);

        installation.Discord.Faults.RefuseGateway = true;
        installation.Discord.Faults.InvalidateSessions(resumable: false);
        written.Post(60, "meanwhile");
        var hidden = world.CreateChannel(installation.Guild.Id, "hidden");
        installation.Post("come to discord.gg/hidden1", Installation.OrdinaryMembers(installation.Guild, 1)[0].User.Id, hidden);
        // Discord refuses what the guild's overwrites allow, as it does in channels that ask for more than Murdoch knows of.
        installation.Discord.Faults.Add(new RestFault { Method = "GET", Path = $"/channels/{hidden.Id}/messages", Status = 403 });
        installation.Discord.Faults.RefuseGateway = false;

        await written.IsModerated(() => murdoch.Output);
        await Eventually.True(async () => await Gaps(installation, "completed_at IS NOT NULL AND reason LIKE '%1 channels may not be read%'") == 1, Cancellation, () => murdoch.Output);
        Assert.Equal(0, await murdoch.Terminate(Cancellation));
        await written.IsRecorded();
    }

    [Fact]
    public async Task A_guild_that_was_not_available_gets_back_what_it_missed_without_a_new_session()
    {
        await using var installation = await Installation.Create(new() { RateLimitScale = 0, Members = 40 });
        var murdoch = await installation.Start(Cancellation, ("CHECKPOINT_SECS", "1"));
        var written = new Written(installation);
        written.Post(6, "before");
        await written.IsModerated(() => murdoch.Output);

        // Messages whose dispatch never comes, and then the guild anew.
        installation.Discord.World.SetAvailable(installation.Guild.Id, false);
        written.Post(20, "meanwhile");
        installation.Discord.World.SetAvailable(installation.Guild.Id, true);

        await written.IsModerated(() => murdoch.Output);
        Assert.Equal(0, await murdoch.Terminate(Cancellation));
        await written.IsRecorded();
    }

    private static Task<long> Gaps(Installation installation, string where) => Number(installation, $"SELECT COUNT(*) FROM gaps WHERE {where}");

    private static async Task<long> Number(Installation installation, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={installation.DatabasePath};Mode=ReadOnly");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Written in a test.
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(Cancellation) is long number ? number : 0;
    }

    private static async Task<ulong[]> Late(Installation installation)
    {
        await using var connection = new SqliteConnection($"Data Source={installation.DatabasePath};Mode=ReadOnly");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT message_id FROM violations WHERE late = 1 ORDER BY message_id";
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        var late = new List<ulong>();
        while (await reader.ReadAsync(Cancellation)) late.Add(unchecked((ulong)reader.GetInt64(0)));
        return [.. late];
    }

    /// <summary>Messages over all guilds and channels, every eighth of them violating, each of these by a member of its own turn.</summary>
    private sealed class Written(Installation installation)
    {
        private readonly List<(ulong Message, bool Violating, string When)> _posts = [];
        private readonly (Guild Guild, Channel Channel)[] _channels = [.. installation.Discord.World.Guilds.SelectMany(guild => guild.Channels.Values.Where(channel => channel.Type == ChannelType.Text).Select(channel => (guild, channel)))];

        public void Post(int count, string when)
        {
            for (var i = 0; i < count; i++)
            {
                var (guild, channel) = _channels[i % _channels.Length];
                var members = Installation.OrdinaryMembers(guild, 30);
                var violating = i % 8 == 3;
                var posted = installation.Discord.World.Post(
                    channel.Id, members[i / _channels.Length % members.Length].User.Id, violating ? $"join us at discord.gg/{when}{i}" : $"message number {i} of those that came {when}");
                Assert.True(posted.Posted, posted.Refusal);
                _posts.Add((posted.Id, violating, when));
            }
        }

        public ulong[] Violating(string when) => [.. _posts.Where(post => post.Violating && post.When == when).Select(post => post.Message).Order()];

        public async Task IsModerated(Func<string> output) => await Eventually.True(
            () => _posts.All(post => !post.Violating || installation.IsDeleted(post.Message)), Cancellation,
            () => $"{_posts.Count(post => post.Violating && !installation.IsDeleted(post.Message))} are left.\n{output()}");

        public async Task IsRecorded(int others = 0)
        {
            Assert.DoesNotContain(_posts, post => !post.Violating && installation.IsDeleted(post.Message));
            Assert.Equal(_posts.Count + others, await installation.CountedMessages());
            Assert.Equal(_posts.Where(post => post.Violating).Select(post => post.Message).Order(), (await installation.Violations()).Select(violation => violation.Message).Order());
        }
    }
}
