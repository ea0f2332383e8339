namespace WeChatService.Story;

/// <summary>One of the nine steps from the owner's QR scan to the filed report. Each stands on those before it.</summary>
public sealed record Step(int Number, string Name, Func<Tale, Task> Act)
{
    public static IReadOnlyList<Step> All { get; } =
    [
        new(1, "Bind", Steps.Bind.Act), new(2, "Plan", Steps.MakePlan.Act), new(3, "Check in", Steps.CheckIn.Act),
        new(4, "Record", Steps.Record.Act), new(5, "Review", Steps.Review.Act), new(6, "Check out and rate", Steps.CheckOut.Act),
        new(7, "Report", Steps.MakeReport.Act), new(8, "File", Steps.FileReport.Act), new(9, "Read", Steps.Read.Act),
    ];
}
