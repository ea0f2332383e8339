using System.Runtime.CompilerServices;

namespace WeChatService.Pipeline.Tests.Faults;

/// <summary>
/// The fault matrix: each row kills, stops, fills or floods real processes, and compares what was accepted with what
/// people would have seen. One class, so that the rows run one after another and in order; see README.md.
/// </summary>
[Collection("faults")]
[TestCaseOrderer("WeChatService.Pipeline.Tests.Faults.ByRow", "WeChatService.Pipeline.Tests")]
public sealed partial class FaultMatrix
{
    private static async Task Row(Func<FaultRun, Task> act, [CallerMemberName] string method = "")
    {
        var row = (FaultRowAttribute)Attribute.GetCustomAttribute(typeof(FaultMatrix).GetMethod(method)!, typeof(FaultRowAttribute))!;
        var run = new FaultRun(row.Id, row.What);
        try
        {
            await act(run);
        }
        catch (Exception failed)
        {
            Campaign.Write(run, failed.Message);
            throw new InvalidOperationException($"{row.Id} with seed {Campaign.Seed}: {failed.Message} (logs: {run.Folder})", failed);
        }

        Campaign.Write(run, failure: null);
    }

    private static void NothingLost(Verdict verdict) => Assert.True(verdict.Lost == 0, verdict.ToString());

    private static void NothingLostNothingDoubled(Verdict verdict)
    {
        NothingLost(verdict);
        NothingDoubled(verdict);
    }

    private static void NothingDoubled(Verdict verdict) => Assert.True(verdict.Doubled <= verdict.Excused, verdict.ToString());
}
