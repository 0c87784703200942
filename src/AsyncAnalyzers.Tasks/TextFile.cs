using System.Text;

namespace AsyncAnalyzers.Tasks;

/// <summary>Reads and replaces a file in UTF-8; its byte order mark is kept.</summary>
internal static class TextFile
{
    private static readonly Encoding Strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The text, with the byte order mark; empty where there is no such file.</summary>
    /// <exception cref="BaselineException">It is not UTF-8.</exception>
    public static string Read(string path)
    {
        if (!File.Exists(path))
        {
            return "";
        }

        try
        {
            return Strict.GetString(Patiently(() => File.ReadAllBytes(path)));
        }
        catch (DecoderFallbackException)
        {
            throw new BaselineException($"{path} is not in UTF-8: save it in that encoding first.");
        }
    }

    /// <summary>Replaces the file at once: a compiler that reads it meanwhile sees the old text or the new one.</summary>
    public static void Write(string path, string text)
    {
        string written = $"{path}.{Guid.NewGuid():N}.tmp";
        File.WriteAllText(written, text, Strict);
        try
        {
            Patiently(() =>
            {
                if (File.Exists(path))
                {
                    File.Replace(written, path, destinationBackupFileName: null);
                }
                else
                {
                    File.Move(written, path);
                }

                return true;
            });
        }
        finally
        {
            File.Delete(written);
        }
    }

    /// <summary>Tries again for a while where somebody else has the file open.</summary>
    public static T Patiently<T>(Func<T> work)
    {
        DateTime end = DateTime.UtcNow + Patience;
        while (true)
        {
            try
            {
                return work();
            }
            catch (IOException) when (DateTime.UtcNow < end)
            {
                Thread.Sleep(50);
            }
            catch (UnauthorizedAccessException) when (DateTime.UtcNow < end && Path.DirectorySeparatorChar == '\\')
            {
                Thread.Sleep(50);
            }
        }
    }
}
