using System.Text.Json;
using System.Text.Json.Serialization;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Host;

/// <summary>
/// <c>--import-national FILE --region CODE</c>: agencies and their staff as the national system gave them out (ORG-29), a JSON list of
/// <see cref="NationalRecord"/>. Meant for a timer; the same file again changes nothing. Exit codes: 0 all taken · 1 somebody or something was left
/// out · 2 wrong use.
/// </summary>
internal static class ImportErrands
{
    private static readonly JsonSerializerOptions Shape = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() }, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    public static async Task<int> Run(IServiceProvider services, string file, string region, TextWriter output)
    {
        try
        {
            await using var scope = services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(Actor.System);
            await using var stream = File.OpenRead(file);
            var records = await JsonSerializer.DeserializeAsync<List<NationalRecord>>(stream, Shape) ?? [];
            var told = await scope.ServiceProvider.GetRequiredService<INationalImport>().Run(region, records, CancellationToken.None);
            foreach (var agency in told)
            {
                await output.WriteLineAsync($"{agency.Agency}: {agency.Came} came, {agency.Changed} changed, {agency.Left} left{string.Concat(agency.NotTaken.Select(n => $"\n  not taken: {n}"))}");
            }

            return told.Any(a => a.NotTaken.Count > 0) ? 1 : 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or JsonException or RuleBroken)
        {
            await output.WriteLineAsync($"--import-national FILE --region CODE: {(e as RuleBroken)?.Problem.Title ?? e.Message}");
            return 2;
        }
    }
}
