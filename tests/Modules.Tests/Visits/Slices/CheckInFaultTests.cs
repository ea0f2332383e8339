using System.Globalization;
using Npgsql;
using WeChatService.Modules.Tests.Kernel.Rules;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Visits.Slices;

/// <summary>The rows of the fault matrix that concern a check-in: K1 replay, K2 hostile pictures, K3 a face service that hangs, K4 the same act twice.</summary>
public sealed class CheckInFaultTests(House house) : Slice(house)
{
    [Fact, Trait("Fault", "K1"), Rule("CHK-01", Regions = ["shanghai"])]
    public async Task K1_the_bytes_of_an_earlier_photo_or_a_used_challenge_never_reach_the_face_service()
    {
        var scene = await Given.APlan();
        var mobile = await scene.Operator();
        var picture = await House.Phone(scene.OperatorKey).Selfie();
        async Task<object> With(byte[] bytes, string? challenge = null)
        {
            var word = challenge ?? await mobile.Challenge(scene.ProjectId);
            return new { projectId = scene.ProjectId, challenge = word, photoId = (await mobile.Upload(bytes, "Selfie")).ShouldBeOk().Id, position = scene.OnSite };
        }

        var used = await mobile.Challenge(scene.ProjectId);
        var visit = (await mobile.Post("/visits", await With(picture, used))).ShouldBeOk().Id;
        (await mobile.EndVisit(visit, scene.ProjectId, scene.OperatorKey, scene.OnSite)).ShouldBeOk();
        var paid = await FacesAsked();

        (await mobile.Post("/visits", await With(picture))).ShouldRefuse("face.photo_replayed", "CHK-01", 409);
        (await mobile.Post("/visits", await With(await House.Phone(scene.OperatorKey).Selfie(), used))).ShouldRefuse("visit.challenge_used", "CHK-01", 409);

        Assert.Equal(paid, await FacesAsked());
        Assert.Equal(1, await House.Value<long>("select count(*) from visit"));
    }

    [Fact, Trait("Fault", "K1"), Rule("CHK-01", Regions = ["shanghai"])]
    public async Task K1_a_copy_that_was_saved_anew_or_cut_is_taken_and_flagged_to_those_who_look()
    {
        var scene = await Given.APlan();
        var mobile = await scene.Operator();
        async Task<string[]> Doubts(byte[] selfie)
        {
            var challenge = await mobile.Challenge(scene.ProjectId);
            var photoId = (await mobile.Upload(selfie, "Selfie")).ShouldBeOk().Id;
            var visit = (await mobile.Post("/visits", new { projectId = scene.ProjectId, challenge, photoId, position = scene.OnSite })).ShouldBeOk().Id;
            var rows = (await (await scene.Lead()).Get("/visits/doubtful")).ShouldBeOk()["items"].EnumerateArray();
            string[] said = [.. rows.Where(r => r.GetProperty("visitId").GetGuid() == visit).SelectMany(r => r.GetProperty("atStart").EnumerateArray()).Select(d => d.GetString()!)];
            (await mobile.EndVisit(visit, scene.ProjectId, scene.OperatorKey, scene.OnSite)).ShouldBeOk();
            return said;
        }

        // The sandbox's camera takes the same picture each time, in other bytes.
        Assert.Empty(await Doubts(await House.Phone(scene.OperatorKey).Selfie()));
        Assert.Contains("照片和之前打卡的几乎一样，可能是翻拍或另存的", await Doubts(await House.Phone(scene.OperatorKey).Selfie()));
    }

    [Theory, Trait("Fault", "K2")]
    [InlineData("20 MB", 413)]
    [InlineData("bomb", 422)]
    [InlineData("zip", 422)]
    [InlineData("truncated", 422)]
    [InlineData("svg", 422)]
    [InlineData("10000 parts", 400)]
    public async Task K2_a_hostile_picture_is_refused_by_its_head_and_leaves_nothing(string kind, int status)
    {
        using var mobile = await House.MiniProgram("sh-operator");
        var picture = await House.Phone("sh-operator").Picture("item");
        var before = await House.Value<long>("select count(*) from stored_object");
        if (kind == "10000 parts")
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(picture), "file", "photo.jpg" }, { new StringContent("Item"), "kind" } };
            for (var i = 0; i < 10_000; i++)
            {
                form.Add(new StringContent("x"), i.ToString(CultureInfo.InvariantCulture));
            }

            Refused(await mobile.Post("/photos", form), status);
        }
        else if (kind == "20 MB")
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/miniprogram/photos");
            request.Headers.ExpectContinue = true;
            request.Headers.Add("Idempotency-Key", "20 MB");
            request.Content = new MultipartFormDataContent { { new ByteArrayContent(new byte[20 * 1024 * 1024]), "file", "photo.jpg" }, { new StringContent("Item"), "kind" } };
            using var answer = await mobile.Http.SendAsync(request);
            Assert.Equal(status, (int)answer.StatusCode);
        }
        else
        {
            Refused(await mobile.Upload(kind switch
            {
                "bomb" => PictureContentTests.Png(50_000, 50_000),
                "zip" => [.. "PK\u0003\u0004"u8, .. new byte[2000]],
                "truncated" => picture[..(picture.Length / 2)],
                _ => "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"u8.ToArray(),
            }), status);
        }

        Assert.Equal(before, await House.Value<long>("select count(*) from stored_object"));
    }

    [Fact, Trait("Fault", "K3"), Rule("CHK-01", Regions = ["shanghai"])]
    public async Task K3_while_the_face_service_hangs_no_connection_is_held_and_others_go_on()
    {
        var scene = await Given.APlan();
        var few = new NpgsqlConnectionStringBuilder(TestServices.Ready.App(House.Database)) { MaxPoolSize = 2, Timeout = 60 };
        await House.Restart(new Dictionary<string, string?> { ["Database:App"] = few.ConnectionString }, role: "api");
        var checkIns = new List<(MiniProgramClient Client, object Body)>();
        foreach (var person in new[] { "sh-operator", "sh-operator3", "sh-lead" })
        {
            var client = await House.MiniProgram(person);
            checkIns.Add((client, await client.CheckIn(scene.ProjectId, person, scene.OnSite)));
        }

        await House.Sandbox.Fault("face", "hang");
        var hanging = checkIns.Select(c => c.Client.Post("/visits", c.Body)).ToList();
        await Until(async () => await FaceFaultsHit() >= hanging.Count);

        // Three requests are waiting for an answer; there are two connections.
        var held = await House.Value<long>($"select count(*) from pg_stat_activity where datname = '{House.Database}' and usename = 'wcs_app' and state <> 'idle'");
        var others = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => checkIns[0].Client.Get("/visits/places")));

        Assert.Equal(0, held);
        Assert.All(others, answer => answer.ShouldBeOk());
        Assert.All(await Task.WhenAll(hanging), answer => answer.ShouldRefuse("face.unavailable", status: 503));
        await House.Sandbox.ClearFaults();
        await House.Restart();
    }

    [Fact, Trait("Fault", "K4"), Rule("CHK-04", Regions = ["shanghai"])]
    public async Task K4_fifty_posts_of_one_attempt_are_one_visit_one_answer_and_one_paid_comparison()
    {
        var scene = await Given.APlan();
        var mobile = await scene.Operator();
        var attempt = await mobile.CheckIn(scene.ProjectId, scene.OperatorKey, scene.OnSite);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => mobile.Post("/visits", attempt, "one attempt")));

        Assert.Single(answers.Select(a => a.ShouldBeOk().Text).Distinct());
        Assert.Equal((1L, 1L, 1), (
            await House.Value<long>("select count(*) from visit"), await House.Value<long>("select count(*) from face_comparison"), await FacesAsked()));
    }

    [Fact, Trait("Fault", "K4"), Rule("CHK-01", Regions = ["shanghai"])]
    public async Task K4_where_the_commit_is_lost_after_the_faces_answer_the_same_attempt_is_one_visit_and_one_more_comparison_is_paid()
    {
        var scene = await Given.APlan();
        var own = new NpgsqlConnectionStringBuilder(TestServices.Ready.App(House.Database));
        using var cable = Line.To("127.0.0.1", own.Port);
        own.Port = cable.Port;
        await House.Restart(new Dictionary<string, string?> { ["Database:App"] = own.ConnectionString });
        using var mobile = await House.MiniProgram(scene.OperatorKey);
        var attempt = await mobile.CheckIn(scene.ProjectId, scene.OperatorKey, scene.OnSite);
        await using var other = new NpgsqlConnection(TestServices.Ready.AdminOf(House.Database));
        await other.OpenAsync();
        await using var holding = await other.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand("lock table face_comparison in share mode", other, holding);
        await hold.ExecuteNonQueryAsync();

        // What the face service answered waits to be written when the line is cut.
        var lost = mobile.Post("/visits", attempt, "one attempt");
        await Until(() => House.Value<bool>("select exists (select from pg_locks where not granted and relation = 'face_comparison'::regclass)"));
        cable.Cut();
        (await lost).ShouldRefuse("database.unavailable", status: 503);
        await holding.RollbackAsync();
        cable.Mend();

        var answer = await mobile.Post("/visits", attempt, "one attempt");
        for (var i = 0; i < 600 && (int)answer.Status == 503; i++)
        {
            await Task.Delay(200);
            answer = await mobile.Post("/visits", attempt, "one attempt");
        }

        answer.ShouldBeOk();
        Assert.Equal((1L, 1L), (await House.Value<long>("select count(*) from visit"), await House.Value<long>("select count(*) from face_comparison")));
        Assert.Equal(2, await FacesAsked());
        await House.Restart();
    }

    private static void Refused(Answer answer, int status)
    {
        Assert.Equal(status, (int)answer.Status);
        Assert.NotNull(answer["code"].GetString());
    }

    private async Task<int> FacesAsked() => (await House.Sandbox.Log("face")).GetArrayLength();

    private async Task<int> FaceFaultsHit() => (await House.Sandbox.Get("faults")).EnumerateArray().Sum(f => f.GetProperty("hits").GetInt32());

    private static async Task Until(Func<Task<bool>> true_)
    {
        for (var i = 0; i < 1200 && !await true_(); i++)
        {
            await Task.Delay(50);
        }

        Assert.True(await true_());
    }
}
