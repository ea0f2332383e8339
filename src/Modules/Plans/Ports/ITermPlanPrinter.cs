namespace WeChatService.Plans.Ports;

/// <summary>Prints the maintenance plan of a term (PLN-26). Takes seconds, so it belongs in a job.</summary>
public interface ITermPlanPrinter
{
    /// <returns>An A4 PDF.</returns>
    /// <exception cref="TermPlanPrintFailed">It could not be printed; trying again may help.</exception>
    Task<byte[]> Print(TermPlanDocument document, CancellationToken ct);
}

public sealed class TermPlanPrintFailed(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A term plan as it is printed: plain data, complete.</summary>
/// <param name="OwnerLabel">The region's word for the client.</param>
public sealed record TermPlanDocument(
    string ProjectName, string Address, string AgencyName, string OwnerLabel, string OwnerName, string LeadName, string ContractNumber,
    DateOnly TermStarts, DateOnly TermEnds, DateOnly GeneratedOn, IReadOnlyList<PrintedPeriod> Periods);

/// <param name="Kind">月度, 季度, 年度.</param>
public sealed record PrintedPeriod(int Number, DateOnly Starts, DateOnly Ends, string Kind, IReadOnlyList<PrintedSystem> Systems);

public sealed record PrintedSystem(string Name, IReadOnlyList<PrintedClass> Classes);

/// <param name="Items">What is done, in the catalogue's order.</param>
public sealed record PrintedClass(string Name, IReadOnlyList<string> Items);
