using System.Runtime.CompilerServices;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Kernel;

/// <summary>What stopped is gone: no timer and no static of the process holds a Host that has ended.</summary>
public class StoppedHouseTests(House house) : Slice(house)
{
    [Fact]
    public async Task A_Host_that_stopped_stays_in_nobodys_memory()
    {
        // Never the first of a process: at its services the routes of all are made.
        await House.Restart();
        await House.Anonymous().Get("/agencies");
        var first = ServicesNow();
        await House.Restart();

        for (var look = 0; first.IsAlive && look < 300; look++)
        {
            await Task.Delay(100);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(first.IsAlive, "something holds the Host that ended: a timer, an event's handler, a static");
    }

    // Apart, so that no local of the test holds it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference ServicesNow() => new(House.Services);
}
