using System.Diagnostics;
using System.Globalization;
using WeChatService.Faces.Likeness;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Faces.Rules;

/// <summary>A photo is known again when it was saved anew or cut, and only then.</summary>
public sealed class PhotoLookTests : IDisposable
{
    /// <summary>Copies, and pictures that are none: what a hand that moves a little makes of the same scene.</summary>
    private const string Draw = """
        import sys
        from PIL import Image
        picture, folder = Image.open(sys.argv[1]).convert('RGB'), sys.argv[2]
        w, h = picture.size
        cut = lambda left, top, right, bottom: picture.crop((int(w * left), int(h * top), int(w * (1 - right)), int(h * (1 - bottom))))
        picture.save(folder + '/copy-anew.jpg', quality=40)
        picture.save(folder + '/copy-progressive.jpg', quality=60, progressive=True)
        picture.save(folder + '/copy-full-colour.jpg', quality=90, subsampling=0)
        picture.convert('L').save(folder + '/copy-grey.jpg', quality=80)
        picture.resize((w // 2, h // 2)).save(folder + '/copy-half.jpg')
        picture.point(lambda v: min(255, int(v * 1.15))).save(folder + '/copy-brighter.jpg')
        cut(.02, .02, .02, .02).save(folder + '/copy-cut.jpg')
        cut(.03, 0, 0, .03).save(folder + '/copy-cut-at-a-corner.jpg')
        picture.transform(picture.size, Image.AFFINE, (1, 0, w * .04, 0, 1, -h * .03)).save(folder + '/other-moved.jpg')
        picture.rotate(4).crop((int(w * .05), int(h * .03), int(w * .97), int(h * .93))).save(folder + '/other-turned.jpg')
        cut(.1, .08, .05, .07).save(folder + '/other-nearer.jpg')
        """;

    /// <summary>
    /// What a camera makes, not a drawing: light that falls off, walls with texture, things behind a person, shading, a sensor's noise. The next
    /// picture from the same hand has the person and the phone elsewhere by a few percent.
    /// </summary>
    private const string Photograph = """
        import random, sys
        from PIL import Image, ImageChops, ImageDraw, ImageFilter
        W, H, seed, folder = 480, 640, int(sys.argv[1]), sys.argv[2]
        def texture(rng, across, low, high):
            small = Image.new('L', (across, across * 4 // 3))
            small.putdata([rng.randint(low, high) for _ in range(small.width * small.height)])
            return small.resize((W, H), Image.BICUBIC)
        def scene(dx, dy, near):
            rng = random.Random(seed)
            back = Image.blend(texture(rng, 3, 20, 235), texture(rng, 14, 0, 255), .35)
            back = Image.blend(back, Image.linear_gradient('L').rotate(rng.choice([0, 90, 180, 270])).resize((W, H)), .3)
            for _ in range(rng.randint(2, 6)):
                x, y = rng.randint(0, W), rng.randint(0, H // 2)
                ImageDraw.Draw(back).rectangle((x, y, x + rng.randint(20, 120), y + rng.randint(20, 200)), fill=rng.randint(0, 255))
            cloth, hair, skin = rng.randint(20, 220), rng.randint(10, 70), rng.randint(110, 200)
            person, outline, cx, cy = Image.new('L', (W, H)), Image.new('L', (W, H)), W * (.5 + dx), H * (.45 + dy)
            def oval(canvas, left, top, right, bottom, fill):
                ImageDraw.Draw(canvas).ellipse((cx + left * near, cy + top * near, cx + right * near, cy + bottom * near), fill=fill)
            for box, fill in (((-230, 170, 230, 620), cloth), ((-118, -175, 118, 150), hair), ((-105, -120, 105, 150), skin)):
                oval(person, *box, fill)
                oval(outline, *box, 255)
            for box in ((-63, -30, -27, -12), (27, -30, 63, -12), (-35, 75, 35, 92)):
                oval(person, *box, 40)
            back.paste(Image.blend(person, texture(rng, 9, 40, 200), .25), (0, 0), outline.filter(ImageFilter.GaussianBlur(3)))
            return back.filter(ImageFilter.GaussianBlur(1))
        def taken(picture, name):
            ImageChops.add(picture, Image.effect_noise((W, H), 14), 1, -128).convert('RGB').save(folder + '/' + name + '.jpg', quality=92)
        taken(scene(0, 0, 1), 'photo')
        for name, dx, dy, near, x, y in (('other-frame', .04, -.03, 1, -.03, .02), ('other-step', -.06, .02, 1.12, .03, .03), ('other-side', .03, .03, .9, .04, -.02)):
            taken(scene(dx, dy, near).transform((W, H), Image.AFFINE, (1, 0, W * x, 0, 1, H * y)), name)
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("looks-").FullName;

    [Fact, Trait("Fault", "K1"), Rule("CHK-01", Regions = ["shanghai"])]
    public async Task A_copy_saved_anew_or_cut_is_known_again_and_another_picture_of_the_same_person_is_not()
    {
        var portraits = Path.Combine(TestServices.Checkout, "config", "demo", "portraits");
        foreach (var person in new[] { "sh-operator", "sh-lead", "bj-operator" })
        {
            var original = Path.Combine(portraits, $"{person}.jpg");
            var known = Look(original);
            await Python(Draw, original, _folder);

            Assert.True(PhotoLook.IsCopy(known, known));
            MustTellCopies(known, 11);
        }
    }

    [Fact, Trait("Fault", "K1"), Rule("CHK-01", Regions = ["shanghai"])]
    public async Task So_it_is_with_light_texture_and_a_sensors_noise_and_nobody_is_taken_for_somebody_else()
    {
        var seen = new List<byte[]>();
        foreach (var seed in Enumerable.Range(1, 8))
        {
            var folder = Directory.CreateDirectory(Path.Combine(_folder, "photos")).FullName;
            await Python(Photograph, seed.ToString(CultureInfo.InvariantCulture), folder);
            var original = Path.Combine(_folder, "photo.jpg");
            File.Move(Path.Combine(folder, "photo.jpg"), original, overwrite: true);
            await Python(Draw, original, folder);
            var known = Look(original);
            MustTellCopies(known, 14, "photos");
            Assert.DoesNotContain(seen, other => PhotoLook.IsCopy(other, known));
            seen.Add(known);
        }
    }

    [Fact]
    public void What_is_no_jpeg_or_a_broken_one_has_no_look_and_breaks_nothing()
    {
        var picture = File.ReadAllBytes(Path.Combine(TestServices.Checkout, "config", "demo", "portraits", "sh-operator.jpg"));
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        Assert.Null(PhotoLook.Of("RIFF....WEBP"u8));
        Assert.Null(PhotoLook.Of(picture.AsSpan(0, 300)));
        for (var i = 0; i < 400; i++)
        {
            var bytes = (byte[])picture.Clone();
            for (var n = random.Next(1, 6); n > 0; n--)
            {
                bytes[random.Next(2, i % 2 == 0 ? 700 : bytes.Length)] = (byte)random.Next(256);
            }

            try
            {
                PhotoLook.Of(bytes.AsSpan(0, random.Next(bytes.Length / 2, bytes.Length)));
            }
            catch (Exception e)
            {
                throw new Xunit.Sdk.XunitException($"seed {seed}, {i}: {e}");
            }
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void MustTellCopies(byte[] known, int count, string within = "")
    {
        var files = Directory.GetFiles(Path.Combine(_folder, within));
        Assert.Equal(count, files.Length);
        Assert.All(files, file => Assert.Equal(Path.GetFileName(file).StartsWith("copy", StringComparison.Ordinal), PhotoLook.IsCopy(known, Look(file))));
    }

    internal static async Task Python(string script, params string[] arguments)
    {
        using var drawing = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-I", "-c", script, .. arguments]))!;
        await drawing.WaitForExitAsync();
        Assert.Equal(0, drawing.ExitCode);
    }

    private static byte[] Look(string file) => PhotoLook.Of(File.ReadAllBytes(file)) ?? throw new Xunit.Sdk.XunitException($"{file} cannot be read");
}
