using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using WeChatService.Sandbox.Phone;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.TencentCloud;

/// <summary>
/// Stands in for face recognition and is none: it knows the demonstration people by the comment in their drawn
/// pictures, and where an upload has lost its comments by the grid painted into the corner of each portrait
/// (config/demo/README.md), which survives re-encoding and scaling.
/// </summary>
public sealed class FaceStandIn(People people, Followers followers)
{
    const string Mark = "wcs-person:";
    /// <summary>The portrait as drawn: 480 × 640 with an 8 × 8 grid of 8-pixel blocks at its bottom left.</summary>
    const double DrawnWidth = 480, DrawnHeight = 640, GridTop = 576, BlockSize = 8;
    /// <summary>Of 64 blocks as many may be misread; two people's grids differ in about 32.</summary>
    const int MisreadAllowed = 6;

    readonly Dictionary<string, ulong> _grids = people.All.ToDictionary(p => p.Key, p => GridOf(p.Key));

    /// <summary>Keys of the people in the picture; none when there is no known face in it.</summary>
    public IReadOnlyList<string> Detect(byte[] picture)
    {
        string[] marked = [.. Jpeg.Comments(picture)
            .Where(c => c.StartsWith(Mark, StringComparison.Ordinal))
            .Select(c => c[Mark.Length..].Trim('\0', ' ', '\n'))
            .Where(_grids.ContainsKey)];
        return marked.Length > 0 ? marked : ByGrid(picture) is { } key ? [key] : [];
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

    string? ByGrid(byte[] picture)
    {
        if (_grids.Count == 0 || LuminanceDecoder.Decode(picture) is not { } seen) return null;
        double sx = seen.Width / DrawnWidth, sy = seen.Height / DrawnHeight;
        // A crop or a stretched picture has its corner elsewhere.
        if (sx < 0.2 || Math.Abs(sx / sy - 1) > 0.03) return null;
        ulong grid = 0;
        int reach = Math.Max(0, (int)(BlockSize * sx / 4));
        for (int i = 0; i < 64; i++)
        {
            double light = seen.MeanAround((i % 8 + 0.5) * BlockSize * sx, (GridTop + (i / 8 + 0.5) * BlockSize) * sy, reach);
            grid = grid << 1 | (light < 130 ? 1UL : 0);
        }
        (string key, ulong known) = _grids.MinBy(g => BitOperations.PopCount(g.Value ^ grid));
        return BitOperations.PopCount(known ^ grid) <= MisreadAllowed ? key : null;
    }

    /// <summary>First eight bytes of SHA-256 of the key, most significant bit first; a 1 is a dark block.</summary>
    static ulong GridOf(string key) => System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
