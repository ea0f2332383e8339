using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using WeChatService.Accounts.Contracts;
using WeChatService.Agencies.Contracts;
using WeChatService.Catalogue.Contracts;
using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Faults.ForPublic;

/// <summary>
/// Whoever scans a label reads what hangs there, when it was last maintained and by whom, and may report a problem after one SMS code
/// (ORG-39). Of people, of the unit and of other faults nothing is said.
/// </summary>
internal sealed class ReportByLabel(
    AppDb db, CurrentActor actor, IDeviceLabels labels, IProjects projects, IAgencies agencies, IFieldTasks tasks, IPhoneCodes codes, ISmsMeters meters,
    ICatalogue catalogue, IRegionPolicies policies, Photos photos, FieldCipher cipher, Ids ids, TimeProvider time)
{
    /// <summary>Of one phone, of one label, of one address: whichever had enough first.</summary>
    private static readonly SmsLimit PerPhone = new(TimeSpan.FromSeconds(30), 3, 6), PerLabel = new(TimeSpan.Zero, 6, 20), PerAddress = new(TimeSpan.Zero, 20, 60);

    private const long LargestForm = ScanReport.MostPhotos * (long)Photos.LargestBytes + 65_536;

    /// <param name="LastMaintainedOn">Null: never yet.</param>
    public sealed record Label(string FacilityName, string SystemName, string Place, string AgencyName, DateOnly? LastMaintainedOn);

    public sealed record Phone(string? Number);
    public sealed record Sent(DateTimeOffset At);

    public static void Map(RouteGroupBuilder open)
    {
        var label = open.MapGroup("/labels/{code}").RequireRateLimiting("scan");
        label.MapGet("", (string code, ReportByLabel desk, CancellationToken ct) => desk.Show(code, ct));
        label.MapPost("/codes", (string code, Phone phone, HttpContext http, ReportByLabel desk, CancellationToken ct) =>
            desk.SendCode(code, phone.Number, http.Connection.RemoteIpAddress, ct));
        label.MapPost("/reports", (
                string code, [FromForm] string? text, [FromForm] Guid? codeId, [FromForm] string? smsCode, IFormFileCollection files, HttpContext http,
                ReportByLabel desk, CancellationToken ct) => desk.Report(code, text, codeId, smsCode, files, http.Connection.RemoteIpAddress, ct))
            .DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(LargestForm));
    }

    private async Task<Label> Show(string code, CancellationToken ct)
    {
        using var across = actor.AsSystem();
        var (label, project, facility) = await Read(code, ct);
        var agency = await agencies.Find(project.AgencyId, ct);
        var last = await tasks.LastDone(project.Id, label.ClassCode, ct);
        return new Label(facility.Name, facility.SystemName, label.Place, agency?.Name ?? "", last is { } at ? ChinaTime.DayOf(at) : null);
    }

    private async Task<PhoneCodeSent> SendCode(string code, string? phone, System.Net.IPAddress? address, CancellationToken ct)
    {
        using var across = actor.AsSystem();
        var (label, _, _) = await Read(code, ct);
        return await codes.Send(phone, PhonePurpose.PublicReport, CodeAsker.Label(label.Code), address, ct);
    }

    private async Task<Created<Sent>> Report(
        string code, string? text, Guid? codeId, string? smsCode, IFormFileCollection files, System.Net.IPAddress? address, CancellationToken ct)
    {
        using var across = actor.AsSystem();
        var (label, project, facility) = await Read(code, ct);
        var what = ScanReport.Words(text);
        ScanReport.PhotosMustBe(files.Count);
        var phone = await codes.Prove(codeId ?? Guid.Empty, smsCode, PhonePurpose.PublicReport, CodeAsker.Label(label.Code), ct);
        var shown = await Store(files, ct);
        var now = time.GetUtcNow();
        if (await meters.Take(
            [($"report:{MobileNumber.HashOf(phone, cipher)}", PerPhone), ($"report:{label.Id}", PerLabel), ($"report:{address}", PerAddress)], now, ct) is not null)
        {
            throw new RuleBroken(ScanProblems.TooMany);
        }

        var policy = policies.For(project.Region).Fault;
        var fault = Fault.OfScan(
            ids.Next(), new ScanReport(project, label.Id, facility, label.Place, what, policy.UrgentSystems.Contains(facility.SystemCode), cipher.Seal(phone)), shown, now);
        db.Open(fault, policy);
        db.Announce(new ProblemScanned(fault.Id, project.Id, fault.AgencyId, fault.OwnerId, fault.ItemName, $"{label.Place}：{what}", now));
        db.Audit("fault.scanned", nameof(Fault), fault.Id, $"{FieldCipher.Mask(phone)} 扫码上报：{fault.ItemName}", after: new { labelId = label.Id, text = what });
        // His own address is nobody else's page: no id goes back.
        return TypedResults.Created((string?)null, new Sent(now));
    }

    private async Task<(DeviceLabelCard, ProjectCard, FacilityClass)> Read(string code, CancellationToken ct)
    {
        var label = code.Length is > 0 and <= 40 ? await labels.Find(code, ct) : null;
        var project = label is null ? null : await projects.Find(label.ProjectId, ct);
        var facility = project is null ? null : catalogue.For(project.Region).FindClass(label!.ClassCode);
        return facility is null || project!.State is ProjectState.Terminated or ProjectState.Cancelled
            ? throw new RuleBroken(ScanProblems.Unknown)
            : (label!, project, facility);
    }

    private async Task<IReadOnlyList<Guid>> Store(IFormFileCollection files, CancellationToken ct)
    {
        var stored = new List<Guid>();
        foreach (var file in files)
        {
            await using var picture = file.OpenReadStream();
            stored.Add((await photos.Add(picture, ObjectKind.Item, ct)).Id);
        }

        return stored;
    }
}
