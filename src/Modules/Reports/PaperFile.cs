namespace WeChatService.Reports;

/// <summary>A printed file as it was recorded: a report, or its client copy.</summary>
/// <param name="Name">Without extension, as it is downloaded.</param>
internal sealed record PaperFile(Guid ObjectId, string Sha256, int Pages, string Name);
