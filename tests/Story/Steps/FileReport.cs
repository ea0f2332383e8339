using Npgsql;
using WeChatService.TestKit;

namespace WeChatService.Story.Steps;

/// <summary>The technical lead files from the message; from then on nothing changes the report (FIL-01, 02, 03, 05, 06, 07, 15).</summary>
internal static class FileReport
{
    public static async Task Act(Tale tale)
    {
        var technical = await tale.TechnicalLead();
        var message = await tale.Pushed(tale.TechnicalLeadKey, "agency", $"/agency/filings/{tale.ReportId}");
        await tale.Open(technical, message);
        var report = (await technical.Get($"/reports/{tale.ReportId}")).ShouldBeOk();
        Tale.Must(report["mayFile"].GetBoolean(), "the technical lead's page: expected that he may file");
        var pages = report["pages"].GetInt32();
        foreach (var n in new[] { 1, pages })
        {
            var picture = (await technical.Get($"/reports/{tale.ReportId}/pages/{n}")).ShouldBeOk();
            Tale.MustEqual("image/png", picture.MediaType, $"page {n} on the phone");
        }

        tale.Saw($"the technical lead got 「{message.Title}」 {Tale.Seconds(message.At - tale.GeneratedAt)} after generation, opened its link and the first and last of {pages} pages");
        await Invisible(tale);
        await File(tale, technical);
        await IsLocked(tale);
        await IsKnown(tale);
    }

    /// <summary>FIL-06: before it is filed neither the brigade nor the owner sees it.</summary>
    private static async Task Invisible(Tale tale)
    {
        (await (await tale.Contact()).Get($"/reports/{tale.ReportId}")).ShouldRefuse("report.not_yours");
        var brigade = tale.Keep(await tale.System.Authority(tale.BrigadeKey));
        Tale.Must(!await Lists(brigade, "/reports", "number", tale.ReportNumber), "the brigade's reports: expected not to hold it before it is filed");
        (await brigade.Get($"/reports/{tale.ReportId}/pdf")).ShouldRefuse("report.not_yours");
        tale.Saw("before filing neither brigade nor owner sees it");
    }

    private static async Task File(Tale tale, AgencyClient technical)
    {
        var path = $"/reports/{tale.ReportId}/filing";
        const string opinion = "已通读，内容属实，同意备案。";
        tale.Refused("filing by the lead", await (await tale.Lead()).Post(path, new { opinion }), "filing.only_technical_lead", "FIL-01");
        tale.Refused("filing without an opinion", await technical.Post(path, new { }), "filing.opinion_missing", "FIL-03");
        Guid? photoId = null;
        if (tale.Profile.FilingFace)
        {
            tale.Refused("filing without a face", await technical.Post(path, new { opinion }), "filing.face_missing", "FIL-02");
            tale.Refused("filing with the lead's face", await technical.Post(path, new { opinion, photoId = await technical.UploadSelfie(tale.LeadKey) }), "face.not_matched", "PEO-31");
            photoId = await technical.UploadSelfie(tale.TechnicalLeadKey);
        }

        var filed = (await technical.Post(path, new { opinion, photoId })).ShouldBeOk();
        tale.FiledAt = filed["filedAt"].GetDateTimeOffset();
        var report = (await technical.Get($"/reports/{tale.ReportId}")).ShouldBeOk();
        Tale.Must(
            report["state"].GetString() == "Filed" && report["filing"].GetProperty("byName").GetString() == Demo.Person(tale.TechnicalLeadKey).Name,
            $"the report: expected filed by {tale.TechnicalLeadKey}, was {Tale.Short(report.Text)}");
        tale.Saw(tale.Profile.FilingFace
            ? $"filed by {Demo.Person(tale.TechnicalLeadKey).Name}: face {filed["score"].GetDouble():0.000}"
            : $"filed by {Demo.Person(tale.TechnicalLeadKey).Name}; the profile asks for no face (filing.face false)");
    }

    /// <summary>FIL-05: not by the API, not by SQL under the application's own role.</summary>
    private static async Task IsLocked(Tale tale)
    {
        var author = await tale.ReportAuthor();
        var path = $"/reports/{tale.ReportId}";
        tale.Refused("deleting it", await author.Delete(path), "report.filed_cannot_be_deleted", "FIL-05");
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().AddHours(8).Date);
        tale.Refused("changing its cover", await author.Put($"{path}/cover", new { reportDate = today, serviceFrom = today, serviceTo = today }), "report.filed_cannot_be_changed", "FIL-05");
        tale.Refused("generating it again", await author.Post($"{path}/regenerate"), "report.filed_cannot_be_changed", "FIL-05");
        foreach (var sql in new[] { $"delete from report where id = '{tale.ReportId}'", $"update report set remark = 'x' where id = '{tale.ReportId}'", "truncate report cascade" })
        {
            tale.Saw($"plain SQL {sql.Split(' ')[0].ToUpperInvariant()} as wcs_app: refused by the database, {await RefusedByDatabase(tale, sql)}");
        }
    }

    private static async Task<string> RefusedByDatabase(Tale tale, string sql)
    {
        try
        {
            var rows = await tale.SqlAsApplication(sql);
            throw new NotObserved($"{sql}: expected a refusal by the database, changed {rows} rows");
        }
        catch (PostgresException refused)
        {
            return $"{refused.SqlState} {refused.MessageText}";
        }
    }

    /// <summary>FIL-07, FIL-15.</summary>
    private static async Task IsKnown(Tale tale)
    {
        var brigade = tale.Keep(await tale.System.Authority(tale.BrigadeKey));
        await Tale.Until(
            () => brigade.Get("/inbox?size=100"), inbox => inbox["items"].EnumerateArray().Any(e => e.GetProperty("reportNumber").GetString() == tale.ReportNumber),
            $"the brigade's inbox with {tale.ReportNumber}");
        Tale.Must(await Lists(brigade, "/reports", "number", tale.ReportNumber), "the brigade's reports: expected to hold the filed report");
        tale.Saw($"{Demo.Person(tale.BrigadeKey).Name} (brigade) has it in the inbox");
        tale.FiledNews = await tale.Pushed(tale.ContactKey, "owner", $"/owner/reports/{tale.ReportId}");
        tale.Saw($"the owner got 「{tale.FiledNews.Title}」 {Tale.Seconds(tale.FiledNews.At - tale.FiledAt)} after filing");
    }

    private static async Task<bool> Lists(Caller client, string path, string name, string value) =>
        (await client.Get($"{path}?size=100")).ShouldBeOk()["items"].EnumerateArray().Any(row => row.GetProperty(name).GetString() == value);
}
