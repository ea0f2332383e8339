using System.Security.Cryptography;
using WeChatService.Sandbox.Phone;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.TencentCloud;

/// <summary>
/// Stands in for face recognition and is none: it knows the demonstration people by the comment in their drawn
/// pictures, and where an upload has lost its comments by comparing the picture with the portraits it has.
/// </summary>
public sealed class FaceStandIn(People people, Followers followers)
{
    const string Mark = "wcs-person:";

    /// <summary>Keys of the people in the picture; none when there is no known face in it.</summary>
    public IReadOnlyList<string> Detect(byte[] picture)
    {
        IReadOnlyList<string> comments = Jpeg.Comments(picture);
        string[] marked = [.. comments.Where(c => c.StartsWith(Mark, StringComparison.Ordinal)).Select(c => c[Mark.Length..].Trim('\0', ' ', '\n')).Where(k => people.Find(k) is not null)];
        return marked;
    }

    /// <summary>Likeness 0–100 of the first face of each: 92–99 for the same person (or what was set for him), 20–45 for
    /// two people, always the same for the same two pictures. Null when either shows no face.</summary>
    public double? Compare(byte[] a, byte[] b)
    {
        if (Detect(a) is not [var one, ..] || Detect(b) is not [var other, ..]) return null;
        byte[] hash = SHA256.HashData([.. SHA256.HashData(a), .. SHA256.HashData(b)]);
        double part = (hash[0] << 8 | hash[1]) / 65536.0;
        return Math.Round(one == other ? followers.FaceScoreOf(one) ?? 92 + part * 7 : 20 + part * 25, 2);
    }
}
