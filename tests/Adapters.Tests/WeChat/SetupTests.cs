using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Adapters.Tests.Kit;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.WeChat.Setup;

namespace WeChatService.Adapters.Tests.WeChat;

public sealed class SetupTests(AdaptersAtSandbox at) : IClassFixture<AdaptersAtSandbox>, IAsyncLifetime
{
    public Task InitializeAsync() => at.Fresh();
    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData(ServiceAccountKind.Agency)]
    [InlineData(ServiceAccountKind.Owner)]
    public async Task The_menu_of_the_file_is_put_and_then_there_is_no_difference(ServiceAccountKind account)
    {
        var menus = at.Get<Menus>();
        var before = await menus.Compare(account, default);
        Assert.Empty(before.Objections);
        Assert.All(before.Changes, line => Assert.StartsWith("+ ", line));
        await menus.Put(account, default);
        Assert.True((await menus.Compare(account, default)).IsSame);
        Assert.Equal(1, await at.Calls("/cgi-bin/menu/create"));
    }

    [Fact]
    public async Task A_changed_button_is_shown_as_the_line_that_goes_and_the_line_that_comes()
    {
        await at.Get<Menus>().Put(ServiceAccountKind.Agency, default);
        var changes = (await at.Provider(("Public:Base", "https://new.example.com")).GetRequiredService<Menus>().Compare(ServiceAccountKind.Agency, default)).Changes;
        Assert.Contains("- 我的 view http://127.0.0.1:5080/agency/me", changes);
        Assert.Contains("+ 我的 view https://new.example.com/agency/me", changes);
        Assert.Contains("  常用", changes);
    }

    [Theory]
    [InlineData("""{"button":[]}""", "0 buttons")]
    [InlineData("""{"button":[{"name":"一","type":"view","url":"https://a/"},{"name":"二","type":"view","url":"https://a/"},{"name":"三","type":"view","url":"https://a/"},{"name":"四","type":"view","url":"https://a/"}]}""", "4 buttons")]
    [InlineData("""{"button":[{"name":"一二三四五六","type":"view","url":"https://a/"}]}""", "18 bytes")]
    [InlineData("""{"button":[{"name":"一","type":"view","url":"agency/"}]}""", "no address")]
    [InlineData("""{"button":[{"name":"一","type":"click"}]}""", "128 bytes")]
    [InlineData("""{"button":[{"name":"一","type":"dance"}]}""", "no type")]
    [InlineData("""{"button":[{"name":"一","type":"miniprogram","url":"https://a/"}]}""", "appid")]
    [InlineData("""{"button":[{"name":"一","sub_button":[{"name":"1","type":"click","key":"a"},{"name":"2","type":"click","key":"a"},{"name":"3","type":"click","key":"a"},{"name":"4","type":"click","key":"a"},{"name":"5","type":"click","key":"a"},{"name":"6","type":"click","key":"a"}]}]}""", "at most 5")]
    [InlineData("""{"menu":1}""", "no \"button\"")]
    public void A_menu_that_WeChat_would_refuse_is_refused_before_it_is_sent(string menu, string says)
    {
        using var document = JsonDocument.Parse(menu);
        Assert.Contains(MenuFile.Objections(document.RootElement), o => o.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public void A_difference_of_lines_keeps_the_order_of_the_new_ones()
    {
        Assert.Empty(LineDifference.Of(["a", "b"], ["a", "b"]));
        Assert.Equal(["  a", "- b", "+ c", "  d"], LineDifference.Of(["a", "b", "d"], ["a", "c", "d"]));
        Assert.Equal(["+ a"], LineDifference.Of([], ["a"]));
        Assert.Equal(["- a"], LineDifference.Of(["a"], []));
    }

    [Theory]
    [InlineData(ServiceAccountKind.Agency)]
    [InlineData(ServiceAccountKind.Owner)]
    public async Task The_templates_of_an_account_that_is_set_up_are_all_the_same(ServiceAccountKind account)
    {
        var all = await at.Get<Templates>().Compare(account, default);
        Assert.NotEmpty(all);
        Assert.All(all, t => Assert.Equal(TemplateState.Same, t.State));
    }

    [Fact]
    public async Task A_template_with_another_id_is_found_by_its_fields_and_the_setting_is_named()
    {
        var other = at.Provider(("WeChat:Agency:Templates:plan_assigned", new string('x', 43))).GetRequiredService<Templates>();
        var finding = (await other.Compare(ServiceAccountKind.Agency, default)).Single(t => t.Key == "plan_assigned");
        Assert.Equal(TemplateState.Missing, finding.State);
        Assert.Contains("WeChat__Agency__Templates__plan_assigned=cRwRpcvzgvp5ph4QPmcV3RQBkyFq4f2P0hC8RuR4Ums", finding.Says);
    }

    [Theory]
    [InlineData("thing4", "time4", "类型不同")]
    [InlineData("thing9", "thing1", "在微信是")]
    public async Task A_field_of_another_type_or_number_is_named(string ours, string theirs, string says)
    {
        var folder = CopyOfConfig(text => text.Replace($"\"name\": \"{theirs}\", \"label\": \"{(theirs == "time4" ? "申请时间" : "项目名称")}\"", $"\"name\": \"{ours}\", \"label\": \"{(theirs == "time4" ? "申请时间" : "项目名称")}\""));
        var finding = (await at.Provider(("Config:Folder", folder)).GetRequiredService<Templates>().Compare(ServiceAccountKind.Agency, default)).Single(t => t.Key == "consent_requested");
        Assert.Equal(TemplateState.OtherFields, finding.State);
        Assert.Contains(says, finding.Says);
    }

    [Theory]
    [InlineData("\"name\": \"thing1\"", "\"name\": \"thing1.DATA\"", "without .DATA")]
    [InlineData("\"name\": \"thing1\"", "\"name\": \"keyword1\"", "no field of WeChat's")]
    [InlineData("\"name\": \"phrase3\"", "\"name\": \"const3\"", "\"values\"")]
    [InlineData("\"label\": \"项目名称\"", "\"label\": \"\"", "no label")]
    [InlineData("DOAXtrXrQvL0ZJ-giX1AaeIsn3bidp-PEnLJuqYB0VU", "待申请", "no template id")]
    public void A_template_that_WeChat_would_refuse_in_every_message_stops_the_start(string good, string bad, string says)
    {
        var folder = CopyOfConfig(text => text.Replace(good, bad));
        var stopped = Assert.Throws<InvalidOperationException>(() => at.Provider(("Config:Folder", folder)));
        Assert.Contains(says, stopped.Message);
    }

    [Fact]
    public async Task A_missing_template_whose_number_in_the_library_is_known_is_added_and_its_setting_told()
    {
        // The sandbox numbers its library by the title.
        var digest = System.Security.Cryptography.SHA256.HashData("申请等您同意"u8);
        var number = (digest[0] << 8 | digest[1]) + 10000;
        var folder = CopyOfConfig(text => text.Replace("\"key\": \"consent_requested\",", $"\"key\": \"consent_requested\", \"shortId\": \"{number}\","));
        using (var request = new HttpRequestMessage(HttpMethod.Delete, "/__sandbox/accounts/agency/templates?key=consent_requested"))
        using (var gone = await at.Drive.SendAsync(request)) gone.EnsureSuccessStatusCode();
        var templates = at.Provider(("Config:Folder", folder)).GetRequiredService<Templates>();
        Assert.True((await templates.Compare(ServiceAccountKind.Agency, default)).Single(t => t.Key == "consent_requested").CanBeAdded);
        var added = Assert.Single(await templates.Add(ServiceAccountKind.Agency, default));
        var id = added.Setting.Split('=')[1];
        Assert.Equal($"WeChat__Agency__Templates__consent_requested={id}", added.Setting);
        var after = at.Provider(("Config:Folder", folder), ("WeChat:Agency:Templates:consent_requested", id)).GetRequiredService<Templates>();
        // The sandbox has forgotten the types of what was deleted, so that the new one's may differ; it is there, and that is what adding means.
        Assert.NotEqual(TemplateState.Missing, (await after.Compare(ServiceAccountKind.Agency, default)).Single(t => t.Key == "consent_requested").State);
    }

    [Fact]
    public async Task What_the_library_does_not_hold_is_left_to_a_person()
    {
        using (var request = new HttpRequestMessage(HttpMethod.Delete, "/__sandbox/accounts/agency/templates?key=consent_requested"))
        using (var gone = await at.Drive.SendAsync(request)) gone.EnsureSuccessStatusCode();
        var templates = at.Provider().GetRequiredService<Templates>();
        var finding = (await templates.Compare(ServiceAccountKind.Agency, default)).Single(t => t.Key == "consent_requested");
        Assert.False(finding.CanBeAdded);
        Assert.Contains("config/wechat/README.md", finding.Says);
        Assert.Empty(await templates.Add(ServiceAccountKind.Agency, default));
        Assert.Equal(0, await at.Calls("/cgi-bin/template/api_add_template"));
    }

    [Fact]
    public async Task The_mini_programs_subscription_templates_are_compared_too() =>
        Assert.All(await at.Get<Templates>().Compare(ServiceAccountKind.MiniProgram, default), t => Assert.Equal(TemplateState.Same, t.State));

    /// <summary>config/wechat with its templates changed; in the temporary folder, where the machine tidies up.</summary>
    private static string CopyOfConfig(Func<string, string> change)
    {
        var source = Path.Combine(AdaptersAtSandbox.ConfigFolder(), "wechat");
        var folder = Directory.CreateTempSubdirectory("wcs-config-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "wechat"));
        foreach (var file in Directory.GetFiles(source, "*.json")) File.Copy(file, Path.Combine(folder, "wechat", Path.GetFileName(file)));
        var path = Path.Combine(folder, "wechat", "templates.json");
        var text = File.ReadAllText(path);
        Assert.NotEqual(text, change(text));
        File.WriteAllText(path, change(text));
        return folder;
    }
}
