using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using WeChatService.Sandbox.Setting;
using WeChatService.Sandbox.Tests.Kit;
using static WeChatService.Sandbox.Tests.Kit.SandboxUnderTest;

namespace WeChatService.Sandbox.Tests.Wire;

/// <summary>The ways in which clients come that were never told of the sandbox.</summary>
public sealed class FrontDoorTests(SandboxUnderTest sandbox) : IClassFixture<SandboxUnderTest>, IAsyncLifetime
{
    readonly SandboxUnderTest _sandbox = sandbox;

    string TokenPath => $"/cgi-bin/token?grant_type=client_credential&appid={_sandbox.Accounts.Agency.AppId}&secret={_sandbox.Accounts.Agency.Secret}";

    public Task InitializeAsync() => _sandbox.Reset();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("https://api.weixin.qq.com")]
    [InlineData("https://sh.api.weixin.qq.com")]
    [InlineData("http://api.weixin.qq.com")]
    public async Task A_client_that_knows_only_the_platforms_address_comes_through_the_proxy(string platform)
    {
        using HttpClient client = await Trusting(new WebProxy(_sandbox.Base));
        Assert.NotNull(JsonNode.Parse(await client.GetStringAsync(platform + TokenPath))!["access_token"]);
    }

    [Fact]
    public async Task The_one_port_speaks_tls_and_keeps_the_connection()
    {
        using HttpClient client = await Trusting(null);
        for (int i = 0; i < 3; i++)
            Assert.NotNull(JsonNode.Parse(await client.GetStringAsync($"https://localhost:{_sandbox.Base.Port}{TokenPath}"))!["access_token"]);
    }

    [Fact]
    public async Task The_root_is_this_sandboxes_own()
    {
        using HttpClient stranger = new();
        await Assert.ThrowsAsync<HttpRequestException>(() => stranger.GetStringAsync($"https://localhost:{_sandbox.Base.Port}/health"));
        Assert.Equal("""{"status":"ok"}""", await _sandbox.Http.GetStringAsync("/health"));
    }

    [Theory]
    [InlineData("api.weixin.qq.com", "/cgi-bin/menu/get")]
    [InlineData("mp.weixin.qq.com", "/cgi-bin/menu/get")]
    [InlineData("api.weixin.qq.com:443", "//cgi-bin/menu/get")]
    [InlineData("sandbox.example", "/cgi-bin/menu/get/")]
    public async Task Host_names_double_and_trailing_slashes_do_not_matter(string host, string path)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, _sandbox.Base.GetLeftPart(UriPartial.Authority) + path);
        request.Headers.Host = host;
        using HttpResponseMessage answer = await _sandbox.Http.SendAsync(request);
        Assert.Equal(41001, Code(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!));
    }

    [Fact]
    public async Task An_http_1_0_client_finds_the_end_of_the_answer_by_its_length()
    {
        string answer = await Raw($"GET {TokenPath} HTTP/1.0\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer);
        Assert.Contains("Content-Length: ", answer);
        Assert.DoesNotContain("chunked", answer);
        Assert.EndsWith("\"expires_in\":7200}", answer);
    }

    [Fact]
    public async Task A_client_that_asks_before_it_sends_is_told_to_go_on()
    {
        string body = $$"""{"grant_type":"client_credential","appid":"{{_sandbox.Accounts.Agency.AppId}}","secret":"x"}""";
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, _sandbox.Base.Port);
        using StreamReader reader = new(client.GetStream());
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST /cgi-bin/stable_token HTTP/1.1\r\nHost: api.weixin.qq.com\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: {body.Length}\r\n\r\n"));
        Assert.Equal("HTTP/1.1 100 Continue", await reader.ReadLineAsync());
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(body));
        Assert.Contains("40125", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Parameters_of_a_get_may_come_in_a_form()
    {
        DemoAccount a = _sandbox.Accounts.Agency;
        using HttpResponseMessage answer = await _sandbox.Http.PostAsync("/cgi-bin/token",
            new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credential", ["appid"] = a.AppId, ["secret"] = a.Secret }));
        Assert.NotNull(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["access_token"]);
    }

    [Fact]
    public async Task A_chunked_body_is_read_like_any_other()
    {
        string body = $$"""{"grant_type":"client_credential","appid":"{{_sandbox.Accounts.Agency.AppId}}","secret":"{{_sandbox.Accounts.Agency.Secret}}"}""";
        string answer = await Raw($"POST /cgi-bin/stable_token HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n{body.Length:x}\r\n{body}\r\n0\r\n\r\n");
        Assert.Contains("access_token", answer);
    }

    [Fact]
    public async Task The_answers_clock_can_be_put_wrong()
    {
        await _sandbox.Drive("date-skew", new { seconds = 3600 });
        using HttpResponseMessage answer = await _sandbox.Http.GetAsync("/cgi-bin/menu/get");
        Assert.InRange((answer.Headers.Date!.Value - DateTimeOffset.UtcNow).TotalMinutes, 55, 65);
        await _sandbox.Drive("date-skew", new { seconds = 0 });
    }

    [Fact]
    public async Task A_connection_that_says_nothing_does_not_hold_up_the_end()
    {
        SandboxUnderTest own = new();
        await own.InitializeAsync();
        using TcpClient silent = new();
        await silent.ConnectAsync(IPAddress.Loopback, own.Base.Port);
        await own.Http.GetStringAsync("/health");
        // It would take the server's own patience of 30 seconds if the silent one were waited for.
        Task end = own.DisposeAsync();
        Assert.Same(end, await Task.WhenAny(end, Task.Delay(TimeSpan.FromSeconds(25))));
        await end;
    }

    async Task<string> Raw(string request)
    {
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, _sandbox.Base.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        using StreamReader reader = new(client.GetStream());
        return await reader.ReadToEndAsync();
    }

    /// <summary>A client that trusts the sandbox's root and nothing else.</summary>
    async Task<HttpClient> Trusting(IWebProxy? proxy)
    {
        using X509Certificate2 root = X509Certificate2.CreateFromPem(await _sandbox.Http.GetStringAsync("/__sandbox/root.pem"));
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificate(root.RawData));
        return new HttpClient(new SocketsHttpHandler { Proxy = proxy, UseProxy = proxy is not null, SslOptions = { CertificateChainPolicy = policy } });
    }
}
