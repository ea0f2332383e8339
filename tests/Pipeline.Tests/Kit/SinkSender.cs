using System.Net.Http.Json;
using WeChatService.Messaging.Ports;

namespace WeChatService.Pipeline.Tests.Kit;

/// <summary>The sender's port against the sink, with the real adapter's promises: one try, no exception, honest unknowns.</summary>
internal sealed class SinkSender(Sink sink, string worker) : INoticeSender, IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = sink.Address };

    public async Task<SendOutcome> Send(NoticeToSend notice, CancellationToken ct)
    {
        try
        {
            var request = new SinkRequest(
                notice.Account.ToString(), notice.OpenId, notice.DeliveryId.ToString("N"), notice.TemplateKey, worker);
            using var response = await http.PostAsJsonAsync("/send", request, ct);
            var reply = await response.Content.ReadFromJsonAsync<SinkReply>(ct);
            return (SinkAnswer)reply!.ErrCode switch
            {
                SinkAnswer.Ok => new SendOutcome.Sent(reply.MsgId),
                SinkAnswer.Busy => new SendOutcome.RetryAfter(TimeSpan.Zero),
                SinkAnswer.NotFollowing => new SendOutcome.NotFollowing(),
                SinkAnswer.QuotaReached => new SendOutcome.QuotaReached(),
                SinkAnswer.TooFast => new SendOutcome.TooFast(),
                SinkAnswer.WrongAddress => new SendOutcome.Misconfigured("40164"),
                var refused => new SendOutcome.Refused($"{(int)refused}"),
            };
        }
        catch (Exception failed)
        {
            return new SendOutcome.Unknown(failed.GetType().Name);
        }
    }

    public void Dispose() => http.Dispose();
}
