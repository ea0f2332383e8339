using WeChatService.Faces;
using WeChatService.Faces.Contracts;
using WeChatService.Kernel;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Faces.Rules;

public sealed class FaceRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 2, 0, 0, TimeSpan.Zero);

    [Fact, Rule("PEO-24", Regions = ["beijing"])]
    public void A_base_photo_waits_until_somebody_approves_it()
    {
        var photo = Pending();
        Assert.Equal(FaceBaseState.Pending, photo.State);
        photo.Approve(Now);
        Assert.Equal((FaceBaseState.Approved, Now), (photo.State, photo.DecidedAt));
        Assert.Equal("face.base_not_pending", Assert.Throws<RuleBroken>(() => photo.Reject("模糊", Now)).Problem.Code);
    }

    [Theory, Rule("PEO-25", Regions = ["beijing"])]
    [InlineData(null)]
    [InlineData("  ")]
    public void A_rejected_base_photo_says_why(string? reason)
    {
        var photo = Pending();
        Assert.Equal("face.rejection_needs_reason", Assert.Throws<RuleBroken>(() => photo.Reject(reason, Now)).Problem.Code);
        photo.Reject("请摘下口罩", Now);
        Assert.Equal((FaceBaseState.Rejected, "请摘下口罩"), (photo.State, photo.Reason));
    }

    [Theory, Rule("CHK-01", Regions = ["shanghai"])]
    [InlineData(0.80, true)]
    [InlineData(0.7999, false)]
    public void The_threshold_itself_passes(double score, bool passes) => Assert.Equal(passes, Compared(score).Passed);

    [Fact]
    public void A_repeated_request_gets_the_same_refusal_and_anything_else_a_used_photo()
    {
        var failed = Compared(0.3);
        Assert.Equal("face.not_matched", failed.RefusalOfRepeat(failed.PersonId, failed.PhotoId, FacePurpose.VisitStart).Code);
        Assert.Equal("face.photo_replayed", failed.RefusalOfRepeat(failed.PersonId, failed.PhotoId, FacePurpose.Filing).Code);
        Assert.Equal("face.photo_replayed", failed.RefusalOfRepeat(failed.PersonId, Guid.NewGuid(), FacePurpose.VisitStart).Code);
        var empty = Compared(null);
        Assert.Equal("face.no_face", empty.RefusalOfRepeat(empty.PersonId, empty.PhotoId, FacePurpose.VisitStart).Code);
        var passed = Compared(0.9);
        Assert.Equal("face.photo_replayed", passed.RefusalOfRepeat(passed.PersonId, passed.PhotoId, FacePurpose.VisitStart).Code);
    }

    private static FaceBase Pending() => FaceBase.Submit(Guid.NewGuid(), Guid.NewGuid(), "beijing", Guid.NewGuid(), Guid.NewGuid(), Now);

    private static FaceComparison Compared(double? score) => FaceComparison.Of(
        Guid.NewGuid(), Pending(), StoredObject.Of(Guid.NewGuid(), ObjectKind.Selfie, "image/jpeg", 1, "ab", 1, 1, Guid.NewGuid(), null, Now),
        FacePurpose.VisitStart, score, 0.8, "req-1", Guid.NewGuid(), Now);
}
