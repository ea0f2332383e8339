namespace WeChatService.Faces.Ports;

/// <summary>What a picture shows, before it is kept as somebody's base photo.</summary>
/// <param name="Faces">How many; at most two are counted.</param>
/// <param name="Side">The shorter side of the largest face, pixels.</param>
/// <param name="Brightness">0 to 100; a well lit face has 30 to 70.</param>
/// <param name="Sharpness">0 to 100.</param>
public readonly record struct FaceSeen(int Faces, int Side, double Brightness, double Sharpness)
{
    public static readonly FaceSeen None = new(0, 0, 0, 0);
}

/// <summary>Looks for faces in a picture and at how well they can be recognised; as patient as <see cref="IFaceComparer"/>.</summary>
public interface IFaceInspector
{
    /// <exception cref="FaceUnavailable">Nobody answers.</exception>
    Task<FaceSeen> Inspect(byte[] picture, CancellationToken ct);
}
