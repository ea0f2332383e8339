namespace WeChatService.Faces.Ports;

/// <param name="Score">Likeness from 0 to 1.</param>
/// <param name="RequestId">The vendor's number for this comparison, kept as evidence.</param>
public readonly record struct FaceScore(double Score, string RequestId);

/// <summary>
/// Says how alike two faces are. Answers or gives up within eight seconds, so that the person in the field gets word within ten.
/// Throws <see cref="NoFaceFound"/> when a picture shows no usable face and <see cref="FaceUnavailable"/> when nobody answers.
/// </summary>
public interface IFaceComparer
{
    /// <param name="enrolled">The base photo, JPEG or PNG.</param>
    /// <param name="live">The photo just taken, JPEG or PNG.</param>
    Task<FaceScore> Compare(byte[] enrolled, byte[] live, CancellationToken ct);
}

/// <summary>The face service cannot be reached, is too slow, or refuses us for reasons of its own; nothing is known about the faces.</summary>
public sealed class FaceUnavailable(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>A picture shows no face that can be compared: none in it, too small, too dark, undecodable.</summary>
public sealed class NoFaceFound(string reason) : Exception(reason);
