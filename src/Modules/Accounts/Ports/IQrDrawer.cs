namespace WeChatService.Accounts.Ports;

/// <summary>Draws a QR code as SVG.</summary>
public interface IQrDrawer
{
    string Svg(string text);
}
