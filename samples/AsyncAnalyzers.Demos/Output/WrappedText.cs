namespace AsyncAnalyzers.Demos.Output;

/// <summary>Text in lines of a width.</summary>
internal static class WrappedText
{
    /// <summary>Writes the text, broken between words so that no line is longer than the width, unless a word is.</summary>
    public static void WriteWrapped(this TextWriter writer, string text, int width)
    {
        var line = new System.Text.StringBuilder();
        foreach (string word in text.Split(' '))
        {
            if (line.Length + 1 + word.Length > width)
            {
                writer.WriteLine(line);
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        writer.WriteLine(line);
    }
}
