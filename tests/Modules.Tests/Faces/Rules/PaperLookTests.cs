using WeChatService.Faces;
using WeChatService.Faces.Likeness;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Faces.Rules;

/// <summary>A page of print is read or sent back, whatever its size in pixels.</summary>
public sealed class PaperLookTests : IDisposable
{
    /// <summary>A licence with small print on a table, and what bad light and a hand that shakes make of it; the share of the width is the blur's.</summary>
    private const string Draw = """
        import random, sys
        from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
        folder, face = sys.argv[1], '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'
        def page(W, H, print):
            picture, rng = Image.new('RGB', (W, H), (90, 80, 70)), random.Random(1)
            pen, edge, size = ImageDraw.Draw(picture), W // 12, W // print
            pen.rectangle((edge, edge, W - edge, H - edge), fill=(235, 232, 225))
            pen.text((W * .3, H * .12), '营业执照', fill=(30, 20, 20), font=ImageFont.truetype(face, W // 14))
            y = H * .25
            while y < H - edge - 2 * size:
                line = ''.join(rng.choice('统一社会信用代码名称类型法定代表人经营范围消防设施维护保养检测') for _ in range(14))
                pen.text((edge * 1.5, y), line, fill=(50, 45, 45), font=ImageFont.truetype(face, size))
                y += size * 1.9
            return picture
        def save(picture, name, noise=4):
            grain = Image.merge('RGB', [Image.effect_noise(picture.size, noise)] * 3)
            ImageChops.add(picture, grain, 1, -128).save(folder + '/' + name + '.jpg', quality=90)
        for W, H in ((640, 480), (1280, 960), (2400, 1800)):
            for print in (52, 30):
                name, base = f'{W}-{print}', page(W, H, print)
                save(base, 'fine-' + name)
                save(base.point(lambda v: v // 2), 'fine-dim-' + name)
                save(base, 'fine-grainy-' + name, 10)
                save(base.filter(ImageFilter.GaussianBlur(.0008 * W)), 'fine-soft-' + name)
                save(base.point(lambda v: v // 5), 'dark-' + name)
                save(base.filter(ImageFilter.GaussianBlur(.01 * W)), 'blurred-' + name)
                save(base.filter(ImageFilter.GaussianBlur(.01 * W)), 'blurred-grainy-' + name, 10)
        base.filter(ImageFilter.GaussianBlur(9)).save(folder + '/fine-progressive-is-not-judged.jpg', progressive=True)
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("papers-").FullName;

    [Fact, Rule("ORG-37", Regions = ["shanghai"])]
    public async Task What_can_be_read_passes_and_what_is_dark_or_blurred_is_told_apart()
    {
        await PhotoLookTests.Python(Draw, _folder);
        var files = Directory.GetFiles(_folder, "*.jpg");
        Assert.Equal(43, files.Length);
        Assert.All(files, file => Assert.Equal(Path.GetFileName(file).Split('-')[0], Judged(File.ReadAllBytes(file)) switch
        {
            null => "fine",
            var problem => problem == FaceProblems.PaperDark ? "dark" : "blurred",
        }));
    }

    [Fact]
    public void Of_what_is_no_jpeg_nothing_is_said_and_a_broken_one_breaks_nothing()
    {
        Assert.Null(PaperLook.Of("RIFF....WEBP"u8));
        var picture = File.ReadAllBytes(Path.Combine(TestServices.Checkout, "config", "demo", "portraits", "sh-operator.jpg"));
        Assert.Null(Judged(picture));
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var i = 0; i < 200; i++)
        {
            var bytes = (byte[])picture.Clone();
            for (var n = random.Next(1, 6); n > 0; n--)
            {
                bytes[random.Next(2, 700)] = (byte)random.Next(256);
            }

            Assert.True(Record.Exception(() => PaperLook.Of(bytes)) is null, $"seed {seed}, {i}");
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static WeChatService.Kernel.Problem? Judged(byte[] picture) => PaperLook.Of(picture) is { } seen ? PaperCheck.WhyNot(seen) : null;
}
