using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Reports.ForAgency;

/// <summary>资料下载: the sample forms of maintenance and detection reports (RPT-31).</summary>
internal static class DownloadForms
{
    public sealed record Row(string Key, string Title, IReadOnlyList<ServiceType> Services);

    public static void Map(RouteGroupBuilder door)
    {
        door.MapGet("/sample-forms", (SampleForms forms) => forms.All.Select(f => new Row(f.Key, f.Value.Title, f.Value.Services)).ToList());
        door.MapGet("/sample-forms/{key}", Download);
    }

    private static FileContentHttpResult Download(string key, SampleForms forms)
    {
        var form = forms.Find(key) ?? throw new RuleBroken(ReportProblems.FormUnknown);
        return TypedResults.File(SampleForms.Document(form), SampleForms.ContentType, $"{form.Title}.docx");
    }
}
