namespace WeChatService.Projects.Ports;

/// <summary>The two rolls that label printers take (ORG-39): 40×30 and 60×40 millimetres.</summary>
public enum LabelSize { Small, Large }

/// <param name="Address">What the QR code says.</param>
/// <param name="Code">Its last letters, printed small: to tell one from another on the phone.</param>
public sealed record PrintedLabel(string Address, string Facility, string Place, string Code);

public sealed record LabelSheet(LabelSize Size, string AgencyName, IReadOnlyList<PrintedLabel> Labels);

/// <summary>Prints labels for a label printer (ORG-39), one on each page of the label's size.</summary>
public interface ILabelPrinter
{
    /// <exception cref="LabelPrintFailed">Trying again may help.</exception>
    Task<byte[]> Print(LabelSheet sheet, CancellationToken ct);
}

public sealed class LabelPrintFailed(string message, Exception? inner = null) : Exception(message, inner);
