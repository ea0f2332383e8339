using WeChatService.Kernel;

namespace WeChatService.Modules.Tests.Kernel.Rules;

public sealed class IdsTests
{
    [Fact]
    public void Ids_made_a_microsecond_apart_sort_in_the_order_of_their_making()
    {
        var clock = new SteppingClock();
        var ids = new Ids(clock);

        var made = Enumerable.Range(0, 5_000).Select(_ => ids.Next()).ToList();

        Assert.Equal(made, made.Order());
    }

    [Fact]
    public void An_id_is_a_UUID_of_version_7_and_lies_in_its_millisecond()
    {
        var clock = new SteppingClock();
        var first = clock.Peek();

        var id = new Ids(clock).Next();

        Assert.Equal((7, true), (id.Version, id.Variant is >= 8 and <= 11));
        Assert.Equal(IdRange.Floor(first), IdRange.Floor(id));
    }

    private sealed class SteppingClock : TimeProvider
    {
        private DateTimeOffset next = new(2026, 11, 20, 4, 0, 0, TimeSpan.Zero);

        public DateTimeOffset Peek() => next;

        public override DateTimeOffset GetUtcNow()
        {
            var now = next;
            next = now.AddTicks(TimeSpan.TicksPerMicrosecond);
            return now;
        }
    }
}
