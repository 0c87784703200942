namespace AsyncAnalyzers.Showcase.Output;

/// <summary>How many columns of a terminal a text takes: letters of East Asia take two.</summary>
internal static class DisplayWidth
{
    public static int Of(string text) => text.Sum(letter => IsWide(letter) ? 2 : 1);

    public static string PadTo(this string text, int width, bool right = false)
    {
        string padding = new(' ', Math.Max(0, width - Of(text)));
        return right ? padding + text : text + padding;
    }

    /// <summary>The text, or as much of its beginning as fits, and a sign that there is more.</summary>
    public static string CutTo(this string text, int width)
    {
        if (Of(text) <= width)
        {
            return text;
        }

        int length = 0;
        for (int taken = 1; length < text.Length && (taken += IsWide(text[length]) ? 2 : 1) <= width;)
        {
            length++;
        }

        return text[..length] + "…";
    }

    private static bool IsWide(char letter)
        => letter is (>= '\u1100' and <= '\u115F') or (>= '\u2E80' and <= '\uA4CF') or (>= '\uAC00' and <= '\uD7A3')
            or (>= '\uF900' and <= '\uFAFF') or (>= '\uFE30' and <= '\uFE6F') or (>= '\uFF00' and <= '\uFF60');
}
