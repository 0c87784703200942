using System.Text;

namespace AsyncAnalyzers.Showcase.Recording;

/// <summary>Records a child process into a file that its parent reads. The child may be killed at any time.</summary>
internal static class ChildRecorder
{
    /// <summary>The environment variable with the folder of the files; not set where nobody records.</summary>
    public const string Variable = "ASYNC_ANALYZERS_SHOWCASE_EVENTS";

    private const string Extension = ".events";

    /// <summary>Begins to record this process, if its parent does.</summary>
    public static void StartIfAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder && Directory.Exists(folder))
        {
            var file = new ChildFile(Path.Combine(folder, Environment.ProcessId + Extension));
            _ = new EventReader(file.Add);
            _ = new ThreadSampler();
            ShowcaseEvents.Log.ProcessBegins();
        }
    }

    /// <summary>All events that children have written into the folder.</summary>
    public static IEnumerable<RecordedEvent> ReadAll(string folder)
        => Directory.EnumerateFiles(folder, "*" + Extension).SelectMany(ReadShared).Select(RecordedEvent.Parse).OfType<RecordedEvent>();

    private static IEnumerable<string> ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    /// <summary>A file that is written every few milliseconds, and at the end of the process.</summary>
    private sealed class ChildFile
    {
        private const int MostEvents = 200_000;
        private const int Interval = 20;

        private readonly EventQueue _events = new(MostEvents);
        private readonly FileStream _file;
        private readonly Thread _writer;

        public ChildFile(string path)
        {
            _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Write();
            _writer = new Thread(WriteForEver) { IsBackground = true, Name = "sampler" };
            _writer.Start();
        }

        public void Add(RecordedEvent recorded) => _events.Add(recorded);

        private void WriteForEver()
        {
            while (true)
            {
                Thread.Sleep(Interval);
                Write();
            }
        }

        private void Write()
        {
            lock (_file)
            {
                var text = new StringBuilder();
                foreach (RecordedEvent recorded in _events.Take())
                {
                    text.Append(recorded.ToLine()).Append('\n');
                }

                _file.Write(Encoding.UTF8.GetBytes(text.ToString()));
            }
        }
    }
}
