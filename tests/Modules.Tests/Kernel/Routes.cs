using Microsoft.AspNetCore.Routing.Patterns;

namespace WeChatService.Modules.Tests.Kernel;

/// <summary>Paths to knock at, made from the routes that the house itself maps.</summary>
internal static class Routes
{
    /// <summary>A path of the pattern: an id that nobody has, page 1, and a word elsewhere.</summary>
    public static string Fill(RoutePattern pattern) => "/" + string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter => Value(parameter),
        _ => "",
    }))));

    private static string Value(RoutePatternParameterPart parameter) => parameter.ParameterPolicies.Select(p => p.Content).FirstOrDefault() switch
    {
        "guid" => "01990000-0000-7000-8000-000000000001",
        "int" => "1",
        _ => "word",
    };
}
