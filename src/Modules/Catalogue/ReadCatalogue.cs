using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WeChatService.Catalogue.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Catalogue;

/// <summary>
/// What the signed-in person's region inspects, for the tick list and for recording (PRJ-15, FLD-20, REV-08).
/// Marks of confidence stay inside the house; the source of a limit is shown only where it was read.
/// </summary>
internal static class ReadCatalogue
{
    public static RouteHandlerBuilder Map(RouteGroupBuilder door) =>
        door.MapGet("/catalogue", Handle);

    /// <param name="classCodes">Comma-separated class codes of a project; nothing gives the whole catalogue without items.</param>
    /// <param name="span">Only the items that a plan of this width takes; nothing gives all.</param>
    private static Ok<CatalogueAnswer> Handle(string? classCodes, PlanSpan? span, CurrentActor actor, ICatalogue catalogue)
    {
        var edition = catalogue.For(actor.Required.Region ?? throw new RuleBroken(CatalogueProblems.NoRegion));
        var wanted = (classCodes ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet();
        if (wanted.FirstOrDefault(code => edition.FindClass(code) is null) is { } unknown)
        {
            throw new RuleBroken(CatalogueProblems.UnknownClass.With("classCode", unknown));
        }

        var systems = edition.Systems
            .Select(system => new SystemAnswer(system.Code, system.Name, system.RecordOnly,
                [.. system.Classes.Where(c => wanted.Count == 0 || wanted.Contains(c.Code)).Select(c => new ClassAnswer(c.Code, c.Group, c.Name,
                    wanted.Count == 0 ? [] : [.. (span is { } s ? edition.ItemsFor(c.Code, s, halfYearDue: true) : c.Items).Select(ItemAnswer.Of)]))]))
            .Where(system => system.Classes.Count > 0);
        return TypedResults.Ok(new CatalogueAnswer(edition.Code, edition.Version, edition.CannotReasons, [.. systems]));
    }
}

internal sealed record CatalogueAnswer(string Edition, string Version, IReadOnlyList<string> CannotReasons, IReadOnlyList<SystemAnswer> Systems);

internal sealed record SystemAnswer(string Code, string Name, bool RecordOnly, IReadOnlyList<ClassAnswer> Classes);

internal sealed record ClassAnswer(string Code, string Group, string Name, IReadOnlyList<ItemAnswer> Items);

internal sealed record ItemAnswer(
    string Code, string Letter, string Name, string Do, IReadOnlyList<ItemQuestion> Questions, IReadOnlyList<LimitAnswer> Limits, string? Basis)
{
    public static ItemAnswer Of(TestItem item) => new(
        item.Code, item.Letter, item.Name, item.Do, item.Questions,
        [.. item.Limits.Select(l => new LimitAnswer(l.Op, l.Value, l.Min, l.Max, l.Unit, l.When, l.Of, l.Says))],
        BasisOf(item));

    /// <summary>Printed only where it was read: no basis for K and for the manuals, no clause where its number comes from memory.</summary>
    private static string? BasisOf(TestItem item) =>
        item.Confidence == Confidence.K || item.Source.Standard == "MANUAL" ? null
        : item.Source.ClauseConfidence is null ? $"{item.Source.Standard} {item.Source.Clause}"
        : item.Source.Standard;
}

internal sealed record LimitAnswer(
    LimitOperator Op, decimal? Value, decimal? Min, decimal? Max, string Unit, string? When, string? Of, string Text);
