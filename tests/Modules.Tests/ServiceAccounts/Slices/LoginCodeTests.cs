using Microsoft.Extensions.DependencyInjection;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.ServiceAccounts.Slices;

public class LoginCodeTests(House house) : IClassFixture<House>
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private ILoginCodes Codes => house.Services.GetRequiredService<ILoginCodes>();

    [Fact]
    public async Task Of_many_who_come_with_one_code_one_exchanges_it()
    {
        var turns = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Codes.Take("many", Guid.NewGuid(), Long, default)));
        Assert.Single(turns, turn => turn.Yours);
        Assert.All(turns, turn => Assert.Null(turn.Answer));
    }

    [Fact]
    public async Task The_answer_is_there_for_all_others_and_stands_sealed_in_the_database()
    {
        var holder = Guid.NewGuid();
        await Codes.Take("kept", holder, Long, default);
        await Codes.Keep("kept", holder, """{"openid":"oVerySecret"}""", Long, default);
        var turn = await Codes.Take("kept", Guid.NewGuid(), Long, default);
        Assert.False(turn.Yours);
        Assert.Equal("""{"openid":"oVerySecret"}""", turn.Answer);
        Assert.Equal(0, await house.Value<long>("select count(*) from login_code where position('oVerySecret'::bytea in answer) > 0"));
    }

    [Fact]
    public async Task A_code_that_WeChat_did_not_answer_may_be_tried_by_the_next_one()
    {
        var holder = Guid.NewGuid();
        await Codes.Take("silent", holder, Long, default);
        await Codes.Release("silent", holder, default);
        Assert.True((await Codes.Take("silent", Guid.NewGuid(), Long, default)).Yours);
    }

    [Fact]
    public async Task A_process_that_died_with_a_code_in_hand_holds_it_no_longer_than_its_lease_and_writes_nothing_late()
    {
        var (dead, next) = (Guid.NewGuid(), Guid.NewGuid());
        await Codes.Take("dead", dead, TimeSpan.FromMilliseconds(50), default);
        await Task.Delay(150);
        Assert.True((await Codes.Take("dead", next, Long, default)).Yours);
        await Codes.Keep("dead", dead, "{}", Long, default);
        Assert.Null((await Codes.Take("dead", Guid.NewGuid(), Long, default)).Answer);
    }

    [Fact]
    public async Task Old_answers_go_when_new_ones_come()
    {
        var holder = Guid.NewGuid();
        await Codes.Take("old", holder, Long, default);
        await Codes.Keep("old", holder, "{}", TimeSpan.FromMilliseconds(20), default);
        await Task.Delay(100);
        await Codes.Take("new", holder, Long, default);
        await Codes.Keep("new", holder, "{}", Long, default);
        Assert.Equal(0, await house.Value<long>("select count(*) from login_code where code_hash = 'old'"));
    }
}
