using System.Diagnostics;
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

    private readonly string _folder = Directory.CreateTempSubdirectory("looks-").FullName;

    [Fact, Trait("Fault", "K1"), Rule("CHK-01", Regions = ["shanghai"])]
    public async Task A_copy_saved_anew_or_cut_is_known_again_and_another_picture_of_the_same_person_is_not()
    {
        var portraits = Path.Combine(TestServices.Checkout, "config", "demo", "portraits");
        foreach (var person in new[] { "sh-operator", "sh-lead", "bj-operator" })
        {
            var original = Path.Combine(portraits, $"{person}.jpg");
            var known = Look(original);
            using var drawing = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-I", "-c", Draw, original, _folder]))!;
            await drawing.WaitForExitAsync();
            Assert.Equal(0, drawing.ExitCode);

            Assert.True(PhotoLook.IsCopy(known, known));
            var files = Directory.GetFiles(_folder);
            Assert.Equal(11, files.Length);
            Assert.All(files, file => Assert.Equal(Path.GetFileName(file).StartsWith("copy", StringComparison.Ordinal), PhotoLook.IsCopy(known, Look(file))));
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

    private static byte[] Look(string file) => PhotoLook.Of(File.ReadAllBytes(file)) ?? throw new Xunit.Sdk.XunitException($"{file} cannot be read");
}
