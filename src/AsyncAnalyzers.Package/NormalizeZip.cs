using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Writes a package anew so that equal contents are equal bytes: entries by name, one time for all of them, and nothing that NuGet
/// makes up or takes from the machine. Compiled by the build itself (RoslynCodeTaskFactory).
/// </summary>
public sealed class NormalizeZip : Task
{
    // Readers take what is before 1980 for a fault.
    private static readonly DateTimeOffset s_time = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Required]
    public string Path { get; set; }

    public override bool Execute()
    {
        var entries = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        using (ZipArchive package = ZipFile.OpenRead(Path))
        {
            foreach (ZipArchiveEntry entry in package.Entries)
            {
                using (Stream stream = entry.Open())
                using (var content = new MemoryStream())
                {
                    stream.CopyTo(content);
                    entries.Add(entry.FullName, content.ToArray());
                }
            }
        }

        NormalizeCoreProperties(entries);
        using (var file = new FileStream(Path, FileMode.Create))
        using (var package = new ZipArchive(file, ZipArchiveMode.Create))
        {
            foreach (KeyValuePair<string, byte[]> entry in entries)
            {
                ZipArchiveEntry written = package.CreateEntry(entry.Key, CompressionLevel.Optimal);
                written.LastWriteTime = s_time;
                using (Stream stream = written.Open())
                {
                    stream.Write(entry.Value, 0, entry.Value.Length);
                }
            }
        }

        return true;
    }

    /// <summary>Older SDKs give them a random name, and all of them write the tool and the runtime that packed into them.</summary>
    private static void NormalizeCoreProperties(IDictionary<string, byte[]> entries)
    {
        const string Folder = "package/services/metadata/core-properties/";
        string name = entries.Keys.Single(key => key.StartsWith(Folder, StringComparison.Ordinal));
        string properties = Encoding.UTF8.GetString(entries[name]);
        entries.Remove(name);
        entries[Folder + "nuget.psmdcp"] = Encoding.UTF8.GetBytes(
            Regex.Replace(properties, "<lastModifiedBy>.*?</lastModifiedBy>", "<lastModifiedBy>NuGet</lastModifiedBy>"));

        int number = 0;
        string relationships = Encoding.UTF8.GetString(entries["_rels/.rels"]).Replace("/" + name, "/" + Folder + "nuget.psmdcp");
        entries["_rels/.rels"] = Encoding.UTF8.GetBytes(Regex.Replace(relationships, " Id=\"\\w+\"", _ => " Id=\"R" + ++number + "\""));
    }
}
