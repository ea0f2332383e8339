namespace WeChatService.ObjectStorage;

/// <summary>
/// Keys are made by the house, never by a visitor; all the same they are checked, because a key becomes a path on the disk and an
/// address on the net.
/// </summary>
internal static class ObjectKeys
{
    private const int Longest = 512;

    /// <summary>Segments of letters, digits, "-", "_" and "." between single slashes; none begins with a dot.</summary>
    /// <exception cref="ArgumentException">The key is something else.</exception>
    public static string Checked(string key)
    {
        var fine = key.Length is > 0 and <= Longest && key.Split('/').All(segment =>
            segment.Length is > 0 and <= 128 && segment[0] != '.'
            && segment.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'));
        return fine ? key : throw new ArgumentException("not an object key", nameof(key));
    }
}
