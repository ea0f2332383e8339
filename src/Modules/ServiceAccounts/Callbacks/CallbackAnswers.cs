using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.ServiceAccounts.Callbacks;

/// <summary>The answers of the callback door, written once at the start and sent as they are: most of them go to people who are no WeChat.</summary>
internal sealed class CallbackAnswers
{
    public static readonly CallbackAnswers NotSetUp = new(ServiceAccountProblems.NotSetUp);
    public static readonly CallbackAnswers NotStored = new(KernelProblems.DatabaseDown);
    public static readonly CallbackAnswers Unexpected = new(KernelProblems.Unexpected);
    private static readonly CallbackAnswers Forged = new(ServiceAccountProblems.CallbackForged);
    private static readonly CallbackAnswers Unencrypted = new(ServiceAccountProblems.CallbackUnencrypted);
    private static readonly CallbackAnswers Stale = new(ServiceAccountProblems.CallbackStale);
    private static readonly CallbackAnswers ForeignAccount = new(ServiceAccountProblems.CallbackOfAnother);
    private static readonly CallbackAnswers Malformed = new(ServiceAccountProblems.CallbackMalformed);
    private static readonly CallbackAnswers TooLarge = new(ServiceAccountProblems.CallbackTooLarge);
    private static readonly byte[] Acknowledged = [.. "success"u8];

    private readonly Problem problem;
    private readonly byte[] body;

    private CallbackAnswers(Problem problem)
    {
        this.problem = problem;
        body = JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, object> { ["type"] = "about:blank", ["title"] = problem.Title, ["status"] = problem.Status, ["code"] = problem.Code }, Mapping.Json);
    }

    public static CallbackAnswers To(CallbackRefusal why) => why switch
    {
        CallbackRefusal.Unencrypted => Unencrypted,
        CallbackRefusal.Stale => Stale,
        CallbackRefusal.ForeignAccount => ForeignAccount,
        CallbackRefusal.Malformed => Malformed,
        CallbackRefusal.TooLarge => TooLarge,
        _ => Forged,
    };

    public static Task Write(HttpContext http, CallbackAnswers answer)
    {
        http.Response.StatusCode = answer.problem.Status;
        if (answer.problem.Status == StatusCodes.Status503ServiceUnavailable) http.Response.Headers.RetryAfter = "1";
        return Text(http, answer.body, "application/problem+json");
    }

    /// <summary>What WeChat wants to read when there is nothing to say.</summary>
    public static Task Success(HttpContext http) => Text(http, Acknowledged, "text/plain");

    public static Task Text(HttpContext http, byte[] body, string type)
    {
        http.Response.ContentType = type;
        http.Response.ContentLength = body.Length;
        return http.Response.Body.WriteAsync(body, 0, body.Length);
    }
}
