using System.Security.Cryptography;
using System.Text;
using WeChatService.Messaging.Ports;
using WeChatService.Redis.Wire;

namespace WeChatService.Redis.Guard;

/// <summary>A Lua script called by its hash, and by its text when Redis has forgotten it.</summary>
internal sealed class RedisScript(string text)
{
    private readonly string hash = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(text)));

    public async Task<IRedisReply> Run(RedisLink link, CancellationToken ct, string key, params object[] values)
    {
        object[] arguments = [hash, 1, key, .. values];
        try
        {
            return await link.Call(ct, "EVALSHA", arguments).ConfigureAwait(false);
        }
        catch (PushTransportException refused) when (refused.SaysAny("NOSCRIPT"))
        {
            arguments[0] = text;
            return await link.Call(ct, "EVAL", arguments).ConfigureAwait(false);
        }
    }
}
