using System.Globalization;
using Microsoft.Playwright;
using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.Console;

/// <summary>The administrator completes a project by hand, hangs its code up, and ends another.</summary>
[Collection(nameof(OneBrowser))]
public sealed class ProjectPageTests(House house, Chromium chromium) : Slice(house)
{
    [Fact, Rule("PRJ-22", Regions = ["shanghai"]), Rule("PRJ-28", Regions = ["shanghai"]), Rule("PRJ-43", Regions = ["shanghai"]), Rule("SCR-05", Regions = ["shanghai"])]
    public async Task A_draft_is_completed_part_by_part_handed_in_and_opened_on_a_phone_by_the_code_that_is_printed_here()
    {
        var id = await ADraft();
        byte[] code = [];
        await using (var desk = await DeskPage.Open(chromium, House, "sh-admin", "/console/projects"))
        {
            var page = desk.Page;
            await desk.Do("project-page", async () =>
            {
                // The smallest window that the console is made for.
                await page.SetViewportSizeAsync(1280, 800);
                await page.Locator($"[data-project='{id}'] [data-act=open]").ClickAsync();
                await Expect(page.GetByText("还差 4 样，就能提交")).ToBeVisibleAsync();
                await Expect(page.Locator("[data-act=submit]")).ToBeDisabledAsync();
                await desk.Keep("project-empty");

                await page.Locator("[data-act=buildings]").ClickAsync();
                await page.GetByLabel("第 1 栋名称").FillAsync("教学楼");
                foreach (var (field, said) in new[] { ("总面积", "5000"), ("地上面积", "3000"), ("地下面积", "1000"), ("地上层数", "5"), ("地下层数", "1"), ("高度", "21.5") })
                {
                    await page.GetByLabel($"第 1 栋{field}").FillAsync(said);
                }

                await page.Locator("[data-act=add-water]").ClickAsync();
                await page.Locator("[data-act=confirm]").ClickAsync();
                await Expect(page.GetByText("地上加地下是 4000，和总面积 5000 对不上")).ToBeVisibleAsync();
                await desk.Keep("project-buildings");
                await page.GetByLabel("第 1 栋地上面积").FillAsync("4000");
                await page.GetByLabel("供水设施 1 位置").FillAsync("B1 消防泵房");
                await page.GetByLabel("供水设施 1 容积").FillAsync("108");
                await page.Locator("[data-act=confirm]").ClickAsync();
                await Expect(page.Locator("[data-part=建筑]")).ToContainTextAsync("1 栋，共 5,000 m²");

                await page.Locator("[data-act=systems]").ClickAsync();
                await page.Locator("[data-system] input").First.CheckAsync();
                await page.GetByLabel("系统或设施的名称").FillAsync("消火栓");
                await page.Locator("[data-system] .classes input").First.CheckAsync();
                await desk.Keep("project-systems");
                await page.Locator("[data-act=confirm]").ClickAsync();
                await Expect(page.Locator("[data-part=系统]")).ToContainTextAsync("2 个系统");

                await page.Locator("[data-act=place]").ClickAsync();
                await page.GetByLabel("经纬度").FillAsync("121.473701, 31.230416");
                await page.GetByLabel("围栏半径，米").FillAsync("120");
                await Expect(page.Locator(".el-dialog svg.fence")).ToBeVisibleAsync();
                await desk.Keep("project-place");
                await page.Locator("[data-act=confirm]").ClickAsync();
                await Expect(page.Locator("[data-part=位置]")).ToContainTextAsync("约 120 米");

                await page.Locator("[data-act=jurisdiction]").ClickAsync();
                await page.Locator("[data-filter=brigade]").ClickAsync();
                await page.Locator(".el-select-dropdown__item:visible").First.ClickAsync();
                await page.Locator("[data-act=confirm]").ClickAsync();
                await Expect(page.GetByText("资料齐了，可以提交")).ToBeVisibleAsync();
                await desk.Keep("project-complete");
                await page.Locator("[data-act=submit]").ClickAsync();
                await Expect(page.Locator("h1")).ToContainTextAsync("进行中");

                await page.Locator("[data-act=safety]").ClickAsync();
                await page.GetByLabel("消控室电话").FillAsync("021-86955533");
                await desk.Keep("project-safety");
                await page.Locator("[data-act=confirm]").ClickAsync();
                await Expect(page.GetByText("021-86955533")).ToBeVisibleAsync();

                await page.Locator("[data-act=team]").ClickAsync();
                await page.Locator("[data-pick=members]").ClickAsync();
                await page.Locator(".el-select-dropdown__item:visible").First.ClickAsync();
                var chosen = (await page.Locator(".el-select-dropdown__item:visible").First.InnerTextAsync()).Split('，')[0];
                await page.Locator(".el-dialog__title:visible").ClickAsync(); // closes the list
                await desk.Keep("project-team");
                await page.Locator("[data-act=confirm]").ClickAsync();
                await Expect(page.Locator("[data-team]")).ToContainTextAsync(chosen);
                await desk.Keep("project-staffed");

                await page.Locator("[data-act=code]").ClickAsync();
                var picture = page.Locator("[data-mini-code]");
                await picture.EvaluateAsync("i => i.decode()");
                await desk.Keep("project-code");
                code = Convert.FromBase64String(await picture.EvaluateAsync<string>(
                    "async i => { const b = new Uint8Array(await (await fetch(i.src)).arrayBuffer()); return btoa(String.fromCharCode(...b)) }"));
                await page.GetByRole(AriaRole.Button, new() { Name = "关闭此对话框" }).Or(page.Locator(".el-dialog__headerbtn:visible")).First.ClickAsync();

                await page.Locator("[data-act=more]").ClickAsync();
                await page.Locator("[data-act=end]").ClickAsync();
                await page.Locator("[data-act=confirm-end]").ClickAsync();
                await Expect(page.GetByText("写原因，2 个字以上")).ToBeVisibleAsync();
                await desk.Keep("project-end");
            });
        }

        await using var phone = await PhonePage.Open(chromium, House, "sh-lead");
        await phone.Do("project-by-code", async () =>
        {
            await phone.ScanPicture(code);
            await phone.Mini.GetByText("我读过并同意隐私政策").ClickAsync();
            await phone.Mini.Locator("wx-button").Last.ClickAsync();
            await Expect(phone.Mini.Locator(".lead:visible")).ToHaveTextAsync("青石中学教学楼");
            await phone.Keep("project-by-code");
        });
    }

    [Theory, Rule("PRJ-33", Regions = ["shaanxi"]), Rule("PRJ-34", Regions = ["beijing"])]
    [InlineData("shaanxi", "sx", "终止", "已终止"), InlineData("beijing", "bj", "注销", "已注销")]
    public async Task Ending_a_project_is_called_by_its_name_told_what_follows_and_stands(string region, string prefix, string word, string state)
    {
        var project = Given.AProject(region).ProjectId;
        await House.SqlAsAdmin($"update project set service_type = 'AnnualDetection' where id = '{project}'");
        await using var desk = await DeskPage.Open(chromium, House, $"{prefix}-admin", string.Create(CultureInfo.InvariantCulture, $"/console/projects/{project}"));
        var page = desk.Page;
        await desk.Do($"project-ended-{region}", async () =>
        {
            await desk.Keep($"project-{region}");
            await page.Locator("[data-act=more]").ClickAsync();
            await page.Locator("[data-act=end]").ClickAsync();
            await page.GetByLabel($"{word}原因").FillAsync("合同期已过，重新录入");
            await page.Locator("[data-act=confirm-end]").ClickAsync();
            await Expect(page.Locator("[data-ending]")).ToContainTextAsync("合同期已过，重新录入");
            await Expect(page.Locator("h1")).ToContainTextAsync(state);
            await Expect(page.Locator("[data-act=place]")).ToHaveCountAsync(0);
            await page.Locator("[data-act=more]").ClickAsync();
            await Expect(page.Locator("[data-act=notice]")).ToBeVisibleAsync();
            await Expect(page.Locator("[data-act=end]")).ToHaveCountAsync(0);
            await desk.Keep($"project-ended-{region}");
        });
    }

    /// <summary>Entered at the desk with its contract; nothing of the site is known.</summary>
    private async Task<Guid> ADraft()
    {
        var scene = Given.AProject("shanghai");
        using var admin = await House.Console("sh-admin");
        var unit = await House.Value<Guid>($"select owner_id from project where id = '{scene.ProjectId}'");
        (await admin.Post($"/owner-units/{unit}/contacts", new { name = "贺兰青", phone = "13900007722" }, key: "")).ShouldBeOk();
        return (await admin.Post("/projects", new
        {
            ownerId = unit, name = "青石中学教学楼", serviceType = "Maintenance", address = "青石路 8 号", contractNumber = "QS-2026-01", signedOn = "2026-11-20",
            termStarts = "2026-11-01", termEnds = "2027-10-31", leadId = scene.LeadId, technicalLeadId = Demo.Id("person", scene.TechnicalLeadKey),
        })).ShouldBeOk().Id;
    }
}
