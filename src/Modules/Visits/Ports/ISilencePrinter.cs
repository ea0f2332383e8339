namespace WeChatService.Visits.Ports;

/// <summary>Prints how the agency asked for a rating that never came (EVL-10). Takes seconds.</summary>
public interface ISilencePrinter
{
    /// <returns>An A4 PDF.</returns>
    /// <exception cref="SilencePrintFailed">Trying again may help.</exception>
    Task<byte[]> Print(SilenceSheet sheet, CancellationToken ct);
}

public sealed class SilencePrintFailed(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>未评价情况说明: plain data, complete.</summary>
/// <param name="OwnerLabel">The region's word for the client.</param>
/// <param name="RemindedOn">Days on which the contacts were reminded.</param>
/// <param name="RatedAt">A late rating ended the silence; what was said of it stays.</param>
public sealed record SilenceSheet(
    string ProjectName, string AgencyName, string OwnerLabel, string OwnerName, string WriterName, DateOnly Day, string Content,
    DateTimeOffset SubmittedAt, IReadOnlyList<DateOnly> RemindedOn, DateTimeOffset? SilentAt, DateTimeOffset? RatedAt, DateTimeOffset PrintedAt,
    IReadOnlyList<SilenceSheet.Statement> Statements, Func<Guid, CancellationToken, Task<byte[]>> ReadPhoto)
{
    public sealed record Statement(string Text, string ByName, DateTimeOffset At, IReadOnlyList<Photo> Photos);

    /// <param name="Sha256">Of the stored bytes, hex.</param>
    public sealed record Photo(Guid Id, string Sha256, DateTimeOffset At);
}
