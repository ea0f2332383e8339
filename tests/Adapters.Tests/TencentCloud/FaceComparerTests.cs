using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using WeChatService.Adapters.Tests.Kit;
using WeChatService.Faces.Ports;
using WeChatService.TencentCloud;

namespace WeChatService.Adapters.Tests.TencentCloud;

public sealed class FaceComparerTests(AdaptersAtSandbox at) : IClassFixture<AdaptersAtSandbox>, IAsyncLifetime
{
    public Task InitializeAsync() => at.Fresh();
    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_same_person_scores_high_and_another_one_low()
    {
        var own = await Compare(await Selfie(AdaptersAtSandbox.Operator));
        var other = await Compare(await Selfie(AdaptersAtSandbox.Lead));
        Assert.InRange(own.Score, 0.9, 1.0);
        Assert.InRange(other.Score, 0.0, 0.6);
        Assert.NotEmpty(own.RequestId);
    }

    [Fact]
    public async Task A_picture_without_a_face_is_said_to_have_none()
    {
        var pump = await at.Drive.GetByteArrayAsync($"/__sandbox/people/{AdaptersAtSandbox.Operator}/selfie?scene=site");
        await Assert.ThrowsAsync<NoFaceFound>(() => Compare(pump));
    }

    [Fact]
    public async Task An_empty_or_oversized_picture_is_never_sent()
    {
        await Assert.ThrowsAsync<NoFaceFound>(() => Compare([]));
        await Assert.ThrowsAsync<NoFaceFound>(() => Compare(new byte[5 << 20]));
        Assert.Empty((await at.Ask("log?target=face")).AsArray());
    }

    [Theory]
    [InlineData("down")]
    [InlineData("code:InternalError")]
    [InlineData("code:RequestLimitExceeded")]
    public async Task One_failure_is_tried_again_and_two_are_an_outage(string mode)
    {
        var selfie = await Selfie(AdaptersAtSandbox.Operator);
        await at.Fault("face", mode, times: 1);
        Assert.InRange((await Compare(selfie)).Score, 0.9, 1.0);
        await at.Fault("face", mode, times: 2);
        await Assert.ThrowsAsync<FaceUnavailable>(() => Compare(selfie));
    }

    [Fact]
    public async Task A_service_that_never_answers_is_given_up()
    {
        var selfie = await Selfie(AdaptersAtSandbox.Operator);
        await at.Fault("face", "hang", times: 5);
        var start = TimeProvider.System.GetTimestamp();
        await Assert.ThrowsAsync<FaceUnavailable>(() => Compare(selfie));
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 7, 60);
    }

    [Fact]
    public async Task A_wrong_secret_is_an_outage_that_is_not_tried_twice()
    {
        var comparer = at.Provider(("TencentCloud:secretKey", "wrong")).GetRequiredService<IFaceComparer>();
        var selfie = await Selfie(AdaptersAtSandbox.Operator);
        await Assert.ThrowsAsync<FaceUnavailable>(() => comparer.Compare(selfie, selfie, default));
        Assert.Single((await at.Ask("log?target=face")).AsArray());
    }

    [Fact]
    public async Task A_clock_that_is_an_hour_off_costs_one_more_attempt_and_then_none()
    {
        var services = at.Provider();
        var comparer = new FaceComparer(services.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(FaceComparer)),
            services.GetRequiredService<TencentCloudSettings>(), new HourAhead(), NullLogger<FaceComparer>.Instance);
        var selfie = await Selfie(AdaptersAtSandbox.Operator);
        await comparer.Compare(selfie, selfie, default);
        await comparer.Compare(selfie, selfie, default);
        Assert.Equal(3, (await at.Ask("log?target=face")).AsArray().Count);
    }

    private sealed class HourAhead : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddHours(1);
    }

    private async Task<FaceScore> Compare(byte[] live) =>
        await at.Get<IFaceComparer>().Compare(await at.Drive.GetByteArrayAsync($"/__sandbox/people/{AdaptersAtSandbox.Operator}/portrait"), live, default);

    private Task<byte[]> Selfie(string person) => at.Drive.GetByteArrayAsync($"/__sandbox/people/{person}/selfie");
}
