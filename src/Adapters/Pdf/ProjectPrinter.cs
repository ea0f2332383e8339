using Microsoft.Extensions.Options;
using WeChatService.Kernel;
using WeChatService.Pdf.Pages;
using WeChatService.Projects.Ports;
using WeChatService.Reports.Ports;

namespace WeChatService.Pdf;

/// <summary>What hangs at a project: 项目公示 (PRJ-45) and the mini program's code.</summary>
sealed class ProjectPrinter(IOptions<ReportRenderingOptions> options) : IProjectPrinter
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    readonly SemaphoreSlim turn = new(1);

    public Task<byte[]> Print(ProjectNotice notice, CancellationToken ct) =>
        Print<ProjectNoticePage>(new() { [nameof(ProjectNoticePage.Notice)] = notice }, _ => Task.CompletedTask, ct);

    public Task<byte[]> Print(ProjectCodeSheet sheet, CancellationToken ct)
    {
        var picture = PictureContent.TypeOf(sheet.Code) == PictureContent.Png ? "code.png" : "code.jpg";
        return Print<ProjectCodePage>(
            new() { [nameof(ProjectCodePage.Sheet)] = sheet, [nameof(ProjectCodePage.Picture)] = picture }, folder => folder.Write(picture, sheet.Code, ct), ct);
    }

    async Task<byte[]> Print<TPage>(Dictionary<string, object?> parameters, Func<WorkFolder, Task> fill, CancellationToken ct)
        where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        // As with labels: somebody waits before a screen.
        if (!await turn.WaitAsync(Patience, ct)) throw new ProjectPrintFailed("Another printing took too long.");
        try
        {
            using var folder = new WorkFolder();
            var child = new ChildProcess(options.Value, folder.Path);
            await fill(folder);
            await SheetPrint.LayOut<TPage>(parameters, options.Value, folder, child, Patience, ct);
            return await File.ReadAllBytesAsync(folder.At("report.pdf"), ct);
        }
        catch (ReportRenderingFailed failed)
        {
            throw new ProjectPrintFailed(failed.Message, failed);
        }
        finally { turn.Release(); }
    }
}
