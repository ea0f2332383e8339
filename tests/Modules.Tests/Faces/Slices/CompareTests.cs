using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WeChatService.Faces;
using WeChatService.Faces.Contracts;
using WeChatService.Kernel;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Faces.Slices;

public sealed class CompareTests(House house) : Slice(house)
{
    private static readonly Guid Operator = DemoWorld.Id("person", "sh-operator");

    [Fact, Rule("CHK-01", Regions = ["shanghai"])]
    public async Task The_own_face_passes_and_the_evidence_is_kept()
    {
        var outcome = await Compare(await Selfie("sh-operator"));
        Assert.InRange(outcome.Score, outcome.Threshold, 1);
        Assert.Equal(0.8, outcome.Threshold);
        var kept = await House.InDatabase(db => db.Set<FaceComparison>().SingleAsync());
        Assert.Equal(
            (outcome.ComparisonId, Operator, FacePurpose.VisitStart, true, DemoWorld.Id("account", "sh-operator")),
            (kept.Id, kept.PersonId, kept.Purpose, kept.Passed, kept.AccountId));
        Assert.NotEmpty(kept.RequestId!);
    }

    [Fact, Rule("PEO-31")]
    public async Task Somebody_elses_face_is_refused_with_the_score_and_the_evidence_is_kept()
    {
        var problem = await Refused(await Selfie("sh-operator2"));
        Assert.Equal(("face.not_matched", "PEO-31"), (problem.Code, problem.Rule));
        Assert.True((double)problem.Facts["score"]! < (double)problem.Facts["threshold"]!);
        Assert.False((await House.InDatabase(db => db.Set<FaceComparison>().SingleAsync())).Passed);
        Assert.Equal(1, await House.Value<long>("select count(*) from audit_entry where act = 'face.refused'"));
    }

    [Fact, Rule("CHK-01", Regions = ["shanghai"])]
    public async Task A_photo_serves_once_also_when_it_is_uploaded_again()
    {
        var picture = await House.Phone("sh-operator").Selfie();
        var client = await House.MiniProgram("sh-operator");
        var (first, second) = ((await client.Upload(picture, "Selfie")).ShouldBeOk().Id, (await client.Upload(picture, "Selfie")).ShouldBeOk().Id);
        await Compare(first);
        Assert.Equal("face.photo_replayed", (await Refused(second)).Code);
        Assert.Equal("face.photo_replayed", (await Refused(first)).Code);
        Assert.Equal(1, await House.InDatabase(db => db.Set<FaceComparison>().CountAsync()));
    }

    [Fact, Rule("CHK-01", Regions = ["shanghai"])]
    public async Task A_photo_that_another_agency_used_is_used_up_too()
    {
        var picture = await House.Phone("bj-operator").Selfie();
        await Compare((await (await House.MiniProgram("bj-operator")).Upload(picture, "Selfie")).Id, "bj-operator");
        var copied = (await (await House.MiniProgram("sh-operator")).Upload(picture, "Selfie")).Id;
        Assert.Equal("face.photo_replayed", (await Refused(copied)).Code);
    }

    [Fact, Rule("CHK-01", Regions = ["shanghai"])]
    public async Task Two_comparisons_with_one_photo_at_the_same_instant_leave_one()
    {
        var client = await House.MiniProgram("sh-operator");
        var picture = await House.Phone("sh-operator").Selfie();
        var photos = new[] { (await client.Upload(picture, "Selfie")).Id, (await client.Upload(picture, "Selfie")).Id };
        var outcomes = await Task.WhenAll(photos.Select(async photo =>
        {
            try
            {
                await Compare(photo);
                return "passed";
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: FaceComparison.PhotoKey })
            {
                return "replayed";
            }
            catch (RuleBroken e)
            {
                return e.Problem.Code;
            }
        }));
        Assert.Single(outcomes, "passed");
        Assert.Equal(1, await House.InDatabase(db => db.Set<FaceComparison>().CountAsync()));
    }

    [Fact]
    public async Task The_base_photo_itself_is_nobodys_selfie()
    {
        var portrait = await File.ReadAllBytesAsync(Path.Combine(Demo.Folder, "portraits", "sh-operator.jpg"));
        var photo = (await (await House.MiniProgram("sh-operator")).Upload(portrait, "Selfie")).Id;
        Assert.Equal("face.photo_replayed", (await Refused(photo)).Code);
    }

    [Fact]
    public async Task A_picture_without_a_face_is_refused()
    {
        var photo = (await (await House.MiniProgram("sh-operator")).Upload(await House.Phone("sh-operator").Picture("controller"), "Selfie")).Id;
        Assert.Equal("face.no_face", (await Refused(photo)).Code);
    }

    [Theory]
    [InlineData("down")]
    [InlineData("hang")]
    public async Task When_the_face_service_does_not_answer_nothing_is_kept_and_the_same_photo_serves_later(string mode)
    {
        var photo = await Selfie("sh-operator");
        await House.Sandbox.Fault("face", mode);
        var asked = DateTimeOffset.UtcNow;
        var problem = await Refused(photo);
        Assert.Equal(("face.unavailable", 503), (problem.Code, problem.Status));
        Assert.InRange((DateTimeOffset.UtcNow - asked).TotalSeconds, 0, 10);
        Assert.Equal(0, await House.InDatabase(db => db.Set<FaceComparison>().CountAsync()));
        await House.Sandbox.ClearFaults();
        await Compare(photo);
    }

    [Fact, Rule("PEO-24", Regions = ["beijing"])]
    public async Task Without_an_approved_base_photo_nobody_is_compared()
    {
        await House.SqlAsAdmin($"update face_base set state = 'Pending' where person_id = '{Operator}'");
        Assert.Equal("face.base_pending", (await Refused(await Selfie("sh-operator"))).Code);
        await House.SqlAsAdmin($"update face_base set state = 'Rejected' where person_id = '{Operator}'");
        Assert.Equal("face.no_base", (await Refused(await Selfie("sh-operator"))).Code);
    }

    [Fact, Rule("PEO-26", Regions = ["beijing"])]
    public async Task While_a_new_base_photo_waits_the_old_one_stays_in_use()
    {
        var waiting = await Selfie("sh-operator2");
        var newer = FaceBase.Submit(Guid.NewGuid(), DemoWorld.Id("agency", "sh-agency"), "shanghai", Operator, waiting, House.Time.GetUtcNow());
        await House.InDatabase(db =>
        {
            db.Add(newer);
            return db.SaveChangesAsync();
        });
        await Compare(await Selfie("sh-operator"));
        await House.InDatabase(async db =>
        {
            (await db.Set<FaceBase>().SingleAsync(b => b.Id == newer.Id)).Approve(House.Time.GetUtcNow());
            return await db.SaveChangesAsync();
        });
        Assert.Equal("face.not_matched", (await Refused(await Selfie("sh-operator"))).Code);
    }

    [Fact]
    public async Task The_database_refuses_to_change_or_remove_evidence()
    {
        await Compare(await Selfie("sh-operator"));
        foreach (var sql in new[] { "update face_comparison set score = 1", "delete from face_comparison" })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => House.SqlAsApplication(sql));
            Assert.Contains("append-only", refused.MessageText, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_colleague_of_another_agency_is_never_compared()
    {
        var photo = await Selfie("sh-operator");
        var foreign = DemoWorld.Id("person", "bj-operator");
        var refused = await Assert.ThrowsAsync<RuleBroken>(() => Act(faces => faces.Compare(foreign, photo, FacePurpose.VisitStart, "shanghai", default)));
        Assert.Equal("face.no_base", refused.Problem.Code);
    }

    /// <summary>A fresh selfie of somebody on the operator's phone.</summary>
    private async Task<Guid> Selfie(string of)
    {
        using var client = await House.MiniProgram("sh-operator");
        return await client.UploadSelfie(of);
    }

    private async Task<Problem> Refused(Guid photo) => (await Assert.ThrowsAsync<RuleBroken>(() => Compare(photo))).Problem;

    private Task<FaceOutcome> Compare(Guid photo, string who = "sh-operator") => Act(
        faces => faces.Compare(DemoWorld.Id("person", who), photo, FacePurpose.VisitStart, Demo.Person(who).Region, default), who);

    /// <summary>Compares as a door does: what is kept is committed once, refused or not.</summary>
    private async Task<FaceOutcome> Act(Func<IFaces, Task<FaceOutcome>> compare, string who = "sh-operator")
    {
        var person = Demo.Person(who);
        await using var scope = House.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(new Actor(
            Door.MiniProgram, DemoWorld.Id("account", who), DemoWorld.Id("person", who), person.Name, [Role.Operator], person.Region,
            DemoWorld.Id("agency", person.AgencyKey!), [], null, null, null, null));
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        try
        {
            var outcome = await compare(scope.ServiceProvider.GetRequiredService<IFaces>());
            await db.SaveChangesAsync();
            return outcome;
        }
        catch (RuleBroken refused) when (refused.KeepsEvidence)
        {
            await db.SaveChangesAsync();
            throw;
        }
    }
}
