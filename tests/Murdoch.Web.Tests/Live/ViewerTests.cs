using Murdoch.Web.Live;

namespace Murdoch.Web.Tests.Live;

public sealed class ViewerTests
{
    private static readonly LiveMessage Message = LiveMessage.Alive(DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task A_viewer_that_falls_behind_gets_what_was_kept_and_then_the_end()
    {
        using var viewer = new Viewer(backlog: 2, _ => { });
        for (var i = 0; i < 3; i++) viewer.Tell(Message);
        var received = 0;
        await foreach (var _ in viewer.Messages.ReadAllAsync(TestContext.Current.CancellationToken)) received++;
        Assert.Equal(2, received);
    }

    [Fact]
    public void A_viewer_that_leaves_is_told_to_the_feed()
    {
        Viewer? left = null;
        var viewer = new Viewer(backlog: 1, gone => left = gone);
        viewer.Dispose();
        Assert.Same(viewer, left);
    }
}
