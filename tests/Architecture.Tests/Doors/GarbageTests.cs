using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.TestKit;

namespace WeChatService.Architecture.Tests.Doors;

/// <summary>Whatever is sent to whatever route: a refusal with a code, never 500, and nothing is written.</summary>
public partial class GarbageTests(House house) : IClassFixture<House>
{
    private static readonly string[] Bodies =
    [
        "", "null", "[]", "{", "\"\"", "{}", "{\"id\":{}}", "\u0000\u0001", "{\"kind\":7,\"month\":\"2026-13\",\"projectId\":\"x\",\"taskIds\":null}",
        """{"projectId":"00000000-0000-0000-0000-000000000000","planId":null,"month":"9999-99","kind":"Nonsense","classCodes":[null],"records":[null,{}],"points":[{"latitude":1e400}]}""",
        """{"photoId":"00000000-0000-0000-0000-000000000001","position":{"latitude":999,"longitude":-999,"accuracyMetres":-1,"system":"Mars"},"answers":[null],"stars":99}""",
        """{"userName":"\u0000","password":"\ud800","opinion":"\u0000","reason":"\u0000","name":"\u0000","note":"\u0000","scene":"\u0000","code":"\u0000","kind":"\u0000"}""",
    ];

    [Theory]
    [InlineData("agency", "sh-lead")]
    [InlineData("agency", "sh-technical")]
    [InlineData("owner", "sh-contact")]
    [InlineData("miniprogram", "sh-operator")]
    [InlineData("console", "sh-admin")]
    [InlineData("authority", "sh-brigade")]
    [InlineData("public", "")]
    public async Task Garbage_is_refused_with_a_code_and_never_breaks_the_house(string door, string person)
    {
        using var caller = await SignedIn(door, person);
        var offences = new List<string>();
        var routes = RoutesOf(door);
        Assert.NotEmpty(routes);
        foreach (var (method, pattern) in routes)
        {
            var path = Parameter().Replace(pattern, match => match.Value.Contains(":int", StringComparison.Ordinal) ? "0" : Guid.NewGuid().ToString());
            if (path.EndsWith("/sign-out", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (var (body, i) in Bodies.Select((b, i) => (b, i)))
            {
                if (method == "GET" && i > 0)
                {
                    break;
                }

                using var content = new StringContent(body, Encoding.UTF8, "application/json");
                var answer = await caller.Send(new HttpMethod(method), path, method == "GET" ? null : content);
                if ((int)answer.Status >= 500 || ((int)answer.Status >= 400 && answer.MediaType != "application/problem+json"))
                {
                    offences.Add($"{method} {path} with {body}: {(int)answer.Status} {answer.MediaType} {answer.Text[..Math.Min(200, answer.Text.Length)]}");
                }
            }
        }

        Assert.Empty(offences);
    }

    private async Task<Caller> SignedIn(string door, string person) => door switch
    {
        "agency" => await house.Agency(person),
        "owner" => await house.Owner(person),
        "miniprogram" => await house.MiniProgram(person),
        "console" => await house.Console(person),
        "authority" => await house.Authority(person),
        _ => house.Anonymous(door),
    };

    private List<(string Method, string Pattern)> RoutesOf(string door) =>
        [.. house.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(e => (Methods: e.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.IHttpMethodMetadata>()?.HttpMethods ?? [], Path: "/" + e.RoutePattern.RawText!.TrimStart('/')))
            .Where(e => e.Path.StartsWith($"/api/{door}/", StringComparison.Ordinal))
            .SelectMany(e => e.Methods.Select(m => (m, e.Path)))];

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
