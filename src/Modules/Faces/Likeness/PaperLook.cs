namespace WeChatService.Faces.Likeness;

/// <summary>
/// Can a paper on a photo be read, as far as figures tell (ORG-37)? Print has strong fine waves somewhere and white ground somewhere; a hand that
/// shook, a lens too near and a dark room take them away. Measured along the picture's own side, so that more pixels of the same blur count no more.
/// </summary>
internal static class PaperLook
{
    /// <summary>Waves along the longer side of what must still be seen: small print of a page that fills the picture.</summary>
    private const int Waves = 240;

    /// <summary>The lightest tenth is the paper's ground; the strongest blocks hold print; the weakest nothing but the sensor's noise.</summary>
    private const double GroundShare = 0.9, PrintShare = 0.97, NoiseShare = 0.1;

    /// <summary>How much the strongest of blocks that hold nothing but noise stand above the weakest.</summary>
    private const double NoiseSpread = 1.4;

    /// <summary>Tried on drawn pages of 640 to 4000 pixels, blurred by nothing to 1 % of the width, with noise. Look at it again with real photos.</summary>
    private const double Darkest = 60, Dullest = 5, SurelySharp = 20;

    /// <param name="Ground">0 to 255.</param>
    /// <param name="Print">What stands above the noise; null: this kind of file does not tell.</param>
    public sealed record Seen(double Ground, double? Print)
    {
        public bool IsDark => Ground < Darkest;
        public bool IsBlurred => Print < Dullest;
    }

    /// <summary>Null: no JPEG as cameras write it; nothing is said of others.</summary>
    public static Seen? Of(ReadOnlySpan<byte> jpeg) =>
        JpegThumbnail.Of(jpeg, Waves) is { Brightness: { } brightness } blocks
            ? new Seen(brightness(At([.. blocks.Means], GroundShare)), blocks.Details is { } details ? Print([.. details]) : null)
            : null;

    private static double Print(double[] details)
    {
        var (strong, noise) = (At(details, PrintShare), NoiseSpread * At(details, NoiseShare));
        return strong > SurelySharp ? strong : Math.Sqrt(Math.Max(0, strong * strong - noise * noise));
    }

    private static T At<T>(T[] all, double share)
    {
        Array.Sort(all);
        return all[(int)((all.Length - 1) * share)];
    }
}
