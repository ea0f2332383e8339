namespace WeChatService.Sandbox.Inspect;

/// <summary>A driving call that cannot be done: answered as <c>{code, message}</c>.</summary>
public sealed class DrivingProblem(int status, string code, string message) : Exception(message)
{
    public int Status => status;

    public string Code => code;

    /// <summary>Answers driving problems, and bad JSON as 400, for a whole group of endpoints.</summary>
    public static async ValueTask<object?> Answer(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (DrivingProblem problem)
        {
            return Results.Json(new { code = problem.Code, message = problem.Message }, statusCode: problem.Status);
        }
    }
}
