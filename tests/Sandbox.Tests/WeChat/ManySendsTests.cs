using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using WeChatService.Sandbox.Tests.Kit;
using static WeChatService.Sandbox.Tests.Kit.SandboxUnderTest;

namespace WeChatService.Sandbox.Tests.WeChat;

/// <summary>Pipelines are driven against the sandbox with thousands of messages a second: nothing may grow without end or get lost.</summary>
public sealed class ManySendsTests(SandboxUnderTest sandbox) : IClassFixture<SandboxUnderTest>
{
    const int Messages = 4000, Connections = 16;

    readonly SandboxUnderTest _sandbox = sandbox;

    [Fact]
    public async Task Thousands_of_messages_to_one_person_are_counted_once_each_and_the_chat_stays_short()
    {
        await _sandbox.Reset();
        // Nobody to report to: this is about the sending.
        await _sandbox.Drive("host", new { @base = (string?)null });
        await _sandbox.Drive($"people/{Lead}/follow", new { account = "agency" });
        string path = "/cgi-bin/message/template/send?access_token=" + await _sandbox.Token();
        using HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = Connections }) { BaseAddress = _sandbox.Base };
        HashSet<long> ids = [];
        int next = 0;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            for (int n = Interlocked.Increment(ref next); n <= Messages; n = Interlocked.Increment(ref next))
            {
                // Every tenth is sent again with the same client_msg_id.
                for (int again = n % 10 == 0 ? 2 : 1; again > 0; again--)
                {
                    JsonNode answer = await Send(http, path, "m" + n);
                    Assert.Equal(0, Code(answer));
                    lock (ids) ids.Add((long)answer["msgid"]!);
                }
            }
        }));
        JsonNode agency = (await _sandbox.Get("/__sandbox/accounts"))[0]!;
        Assert.Equal((Messages, Messages, Messages), (ids.Count, (int)agency["effects"]!, (int)agency["sentToday"]!));
        Assert.InRange((await _sandbox.Get($"/__sandbox/people/{Lead}/chats/agency")).AsArray().Count, 1500, 2500);
        Assert.InRange((await _sandbox.Get("/__sandbox/log?target=wechat")).AsArray().Count, 1, 5000);
        await _sandbox.Drive("host", new { @base = _sandbox.Host.Base });
    }

    async Task<JsonNode> Send(HttpClient http, string path, string id)
    {
        string body = $$$"""{"touser":"{{{_sandbox.OpenId(Lead)}}}","template_id":"{{{TaskTemplate}}}","client_msg_id":"{{{id}}}","data":{"thing1":{"value":"澄湖"},"name2":{"value":"韩柏川"},"time3":{"value":"15:01"} } }""";
        using HttpResponseMessage answer = await http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }
}
