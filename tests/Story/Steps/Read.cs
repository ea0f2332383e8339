using System.Security.Cryptography;
using System.Text.Json;
using WeChatService.TestKit;

namespace WeChatService.Story.Steps;

/// <summary>The owner opens the report from the message; the agency sees 已查看 (OWN-13, NTF-16).</summary>
internal static class Read
{
    public static async Task Act(Tale tale)
    {
        var contact = await tale.Contact();
        var author = await tale.TechnicalLead();
        var before = (await author.Get($"/reports/{tale.ReportId}")).ShouldBeOk();
        Tale.Must(before["readByOwnerAt"].ValueKind == JsonValueKind.Null, $"before the owner opened it: expected 未查看, was {before["readByOwnerAt"]}");

        await tale.Open(contact, tale.FiledNews!);
        var opened = (await contact.Get($"/reports/{tale.ReportId}")).ShouldBeOk();
        Tale.MustEqual(tale.ReportNumber, opened["number"].GetString(), "the number on the owner's page");
        var pdf = (await contact.Get($"/reports/{tale.ReportId}/pdf")).ShouldBeOk();
        Tale.MustEqual(opened["fileSha256"].GetString(), Convert.ToHexString(SHA256.HashData(pdf.Bytes)), "the SHA-256 of the owner's PDF");
        var generated = await File.ReadAllBytesAsync(tale.PdfPath);
        Tale.Must(pdf.Bytes.SequenceEqual(generated), "the owner's PDF: expected the very file that was generated");
        tale.Saw($"{Demo.Person(tale.ContactKey).Name} opened it from the message: {opened["counts"]}, {opened["pages"].GetInt32()} pages, the same file");

        var readAt = opened["readAt"].GetDateTimeOffset();
        var after = (await author.Get($"/reports/{tale.ReportId}")).ShouldBeOk();
        var reader = after["contacts"].EnumerateArray().First(c => c.GetProperty("name").GetString() == Demo.Person(tale.ContactKey).Name);
        Tale.Must(
            after["readByOwnerAt"].ValueKind == JsonValueKind.String && reader.GetProperty("readAt").ValueKind == JsonValueKind.String,
            $"the agency's page: expected 已查看 with the time, was {after["readByOwnerAt"]}");
        tale.Saw($"the agency sees 已查看 {after["readByOwnerAt"].GetDateTimeOffset().ToOffset(TimeSpan.FromHours(8)):yyyy-MM-dd HH:mm:ss}");
        await NoticeIsRead(tale, readAt);
    }

    /// <summary>NTF-16, and the first look counts.</summary>
    private static async Task NoticeIsRead(Tale tale, DateTimeOffset readAt)
    {
        var lead = await tale.Lead();
        var notices = await Tale.Until(
            () => lead.Get($"/projects/{tale.ProjectId}/notices?size=100"),
            list => list["items"].EnumerateArray().Any(n => n.GetProperty("event").GetString() == "report_filed" && n.GetProperty("readAt").ValueKind == JsonValueKind.String),
            "the notice of the filing as read");
        var notice = notices["items"].EnumerateArray().First(n => n.GetProperty("event").GetString() == "report_filed");
        var again = (await (await tale.Contact()).Get($"/reports/{tale.ReportId}")).ShouldBeOk();
        Tale.Must(
            (again["readAt"].GetDateTimeOffset() - readAt).Duration() < TimeSpan.FromMilliseconds(1), $"the second look: expected the first time {readAt:O}, was {again["readAt"]}");
        tale.Saw($"its notice is read and {notice.GetProperty("states")[0].GetString()}; the second look changes nothing");
    }
}
