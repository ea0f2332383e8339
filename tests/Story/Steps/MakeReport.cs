using System.Security.Cryptography;
using WeChatService.TestKit;

namespace WeChatService.Story.Steps;

/// <summary>The month's report, generated as a job with progress, as a PDF that a person can read (RPT-01, 02, 07, 08, 30).</summary>
internal static class MakeReport
{
    private static readonly string[] Parts = ["维护保养情况表", "汇总表", "维护保养表", "实测记录", "围栏"];

    public static object Order(Tale tale)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().AddHours(8).Date);
        return new { planId = tale.PlanId, taskIds = new[] { tale.TaskId }, reportDate = today, serviceFrom = today, serviceTo = today, remark = "本月按计划完成。" };
    }

    public static async Task Act(Tale tale)
    {
        var author = await tale.ReportAuthor();
        await OthersMayNot(tale);
        await WriteMonthly(tale, author);
        await IsDue(tale, author);
        var since = TimeProvider.System.GetUtcNow();
        var ordered = (await author.Post("/reports", Order(tale))).ShouldBeOk();
        Tale.MustEqual(202, (int)ordered.Status, "the status of an ordered report");
        (tale.ReportId, tale.ReportNumber) = (ordered.Id, ordered["number"].GetString()!);
        tale.Refused("a second report of the month", await author.Post("/reports", Order(tale)), "report.exists", "RPT-25");
        var (ready, progress) = await Generated(tale, author);
        tale.GeneratedAt = ready["generatedAt"].GetDateTimeOffset();
        tale.Saw($"{tale.ReportNumber} by {tale.Profile.ReportAuthor}, generated in {Tale.Seconds(tale.GeneratedAt - since)} with progress {string.Join(" → ", progress)} %");
        await IsReadable(tale, author, ready);
        await Verifies(tale, ready);
    }

    /// <summary>RPT-20: who makes reports is the region's profile.</summary>
    private static async Task OthersMayNot(Tale tale)
    {
        Caller other = tale.Profile.ReportAuthor == WeChatService.Kernel.Role.ProjectLead ? await tale.TechnicalLead() : await tale.Lead();
        tale.Refused("a report by somebody else", await other.Post("/reports", Order(tale)), "report.not_the_author", "RPT-20");
    }

    /// <summary>RPT-21, RPT-24: where the profile has it, the 月报 comes before the report.</summary>
    private static async Task WriteMonthly(Tale tale, Caller author)
    {
        if (!tale.Profile.Monthly)
        {
            return;
        }

        tale.Refused("a report before the 月报", await author.Post("/reports", Order(tale)), "report.monthly_missing", "RPT-21");
        var path = $"/monthly-reports/{tale.ProjectId}/{tale.Month}";
        var lead = await tale.Lead();
        var draft = (await lead.Get(path)).ShouldBeOk();
        Tale.Must(draft["texts"].GetProperty("done").GetString()!.Length > 0, "the 月报: expected a draft from the feedback form");
        (await lead.Put(path, draft["texts"])).ShouldBeOk();
        var pushed = (await lead.Post($"{path}/push")).ShouldBeOk();
        tale.Saw($"the lead wrote the 月报 from the feedback forms and pushed it: {pushed["state"].GetString()}");
    }

    private static async Task IsDue(Tale tale, Caller author)
    {
        var due = (await author.Get("/reports/due?size=100")).ShouldBeOk()["items"].EnumerateArray().Where(d => d.GetProperty("planId").GetString() == tale.PlanId.ToString()).ToList();
        Tale.MustEqual(1, due.Count, "the plan among the reports that are due");
        Tale.Must(due[0].GetProperty("blockedBy").ValueKind == System.Text.Json.JsonValueKind.Null, $"the report that is due: expected nothing in its way, was {due[0]}");
    }

    private static async Task<(Answer Report, IReadOnlyList<int> Progress)> Generated(Tale tale, Caller author)
    {
        var progress = new List<int>();
        var ready = await Tale.Until(() => author.Get($"/reports/{tale.ReportId}"), report =>
        {
            if (report["progress"].GetInt32() is var percent && !progress.Contains(percent))
            {
                progress.Add(percent);
            }

            return report["state"].GetString() is "Ready" or "Failed";
        }, "the report", TimeSpan.FromSeconds(180));
        Tale.Must(ready["state"].GetString() == "Ready", $"the report: expected Ready, was {ready["state"]}: {ready["failureReason"]}");
        return (ready, progress);
    }

    private static async Task IsReadable(Tale tale, Caller author, Answer report)
    {
        var pdf = (await author.Get($"/reports/{tale.ReportId}/pdf")).ShouldBeOk();
        await File.WriteAllBytesAsync(tale.PdfPath, pdf.Bytes);
        Tale.MustEqual(report["fileSha256"].GetString(), Convert.ToHexString(SHA256.HashData(pdf.Bytes)), "the SHA-256 of the PDF");
        var info = await Programs.InfoOf(tale.PdfPath);
        Tale.Must(info.Contains("(A4)", StringComparison.Ordinal), $"the paper: expected A4, was {info}");
        var text = await Programs.TextOf(tale.PdfPath);
        var pages = report["pages"].GetInt32();
        foreach (var wanted in Parts.Append(tale.ProjectName).Append(tale.ReportNumber).Append("0.28 MPa"))
        {
            Tale.Must(text.Contains(wanted, StringComparison.Ordinal), $"the PDF's text: expected 「{wanted}」, was not there");
        }

        Tale.Must(Squeezed(text).Contains($"第{pages}页共{pages}页", StringComparison.Ordinal), $"the last page: expected 第 {pages} 页 共 {pages} 页");
        Tale.Must(Squeezed(text).Contains($"轨迹{Tale.TrackPoints}个点", StringComparison.Ordinal), $"the map sketch: expected the track of {Tale.TrackPoints} points");
        var parts = Parts.Select(p => text.IndexOf(p, StringComparison.Ordinal)).ToList();
        Tale.Must(parts.SequenceEqual(parts.Order()), $"the order of the parts: expected {string.Join('、', Parts)}, found at {string.Join(", ", parts)}");
        var hash = report["contentHash"].GetString()!;
        Tale.Must(Squeezed(text).Contains(hash, StringComparison.OrdinalIgnoreCase), "the cover: expected the content's SHA-256");
        tale.Saw($"PDF, A4, {pages} pages, {pdf.Bytes.Length / 1024} KiB, with {string.Join('、', Parts)}, project, number, SHA-256 and 第 n 页 共 {pages} 页");
    }

    /// <summary>RPT-30: whoever holds the paper scans its code and reads the same facts.</summary>
    private static async Task Verifies(Tale tale, Answer report)
    {
        var address = await Programs.Decode(await Programs.FirstPage(tale.PdfPath));
        Tale.Must(address.EndsWith($"/verify/{tale.ReportNumber}", StringComparison.Ordinal), $"the code on the cover: expected …/verify/{tale.ReportNumber}, was {address}");
        var anyone = tale.Keep(tale.System.Anonymous());
        await tale.Open(anyone, address);
        var facts = (await anyone.Get($"/reports/{tale.ReportNumber}/verify")).ShouldBeOk();
        Tale.Must(
            facts["genuine"].GetBoolean() && facts["projectName"].GetString() == tale.ProjectName && facts["contentHash"].GetString() == report["contentHash"].GetString(),
            $"the public verification: expected the report's own facts, was {facts.Text}");
        tale.Refused("verifying a number that nobody issued", await anyone.Get("/reports/XX-000000-00000000/verify"), "report.number_unknown", "RPT-30");
        tale.Saw($"the cover's code opens {address}: genuine, same project, pages and SHA-256");
    }

    private static string Squeezed(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
