namespace AsyncAnalyzers.Tests.Cases;

/// <summary>Typical programs that share state and are right: what looks like a race, and is none, or one that nobody can show.</summary>
public class SafeProgramCases
{
    [Theory]
    // An actor framework: one message at a time, from a mailbox of its own.
    [InlineData("""
        public interface IMessage { }
        public abstract class ActorCell
        {
            private readonly Queue<IMessage> _mailbox = new();
            private readonly Dictionary<Type, Action<IMessage>> _handlers = new();
            private int _scheduled, _handled;
            protected void Receive<T>(Action<T> handler) where T : IMessage => _handlers[typeof(T)] = m => handler((T)m);
            public void Tell(IMessage message)
            {
                lock (_mailbox) { _mailbox.Enqueue(message); }
                if (Interlocked.CompareExchange(ref _scheduled, 1, 0) == 0) { ThreadPool.QueueUserWorkItem(_ => Run()); }
            }
            private void Run()
            {
                while (true)
                {
                    IMessage next;
                    lock (_mailbox)
                    {
                        if (_mailbox.Count == 0) { Volatile.Write(ref _scheduled, 0); return; }
                        next = _mailbox.Dequeue();
                    }
                    _handled++;
                    if (_handlers.TryGetValue(next.GetType(), out var handler)) { handler(next); }
                }
            }
        }
        """)]
    // A cache: a bounded map under one lock, evicted by whoever adds.
    [InlineData("""
        public sealed class LruCache<TKey, TValue> where TKey : notnull
        {
            private readonly object _sync = new();
            private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _map = new();
            private readonly LinkedList<(TKey Key, TValue Value)> _order = new();
            private readonly int _capacity;
            private long _hits, _misses;
            public LruCache(int capacity) => _capacity = capacity;
            public long Hits => Interlocked.Read(ref _hits);
            public bool TryGet(TKey key, out TValue value)
            {
                lock (_sync)
                {
                    if (_map.TryGetValue(key, out var node)) { _order.Remove(node); _order.AddFirst(node); value = node.Value.Value; Interlocked.Increment(ref _hits); return true; }
                }
                Interlocked.Increment(ref _misses); value = default; return false;
            }
            public void Put(TKey key, TValue value)
            {
                lock (_sync)
                {
                    if (_map.Count >= _capacity) { Evict(); }
                    _map[key] = _order.AddFirst((key, value));
                }
            }
            private void Evict() { var last = _order.Last; _order.RemoveLast(); _map.Remove(last.Value.Key); }
            public IReadOnlyList<TKey> Keys() { lock (_sync) { return _map.Keys.ToList(); } }
        }
        """)]
    // A scheduler: a worker thread, told to end and waited for under the lock of its life.
    [InlineData("""
        public sealed class Scheduler : IDisposable
        {
            private readonly object _life = new();
            private readonly System.Collections.Concurrent.BlockingCollection<Action> _jobs = new();
            private Thread _worker;
            private volatile bool _running;
            public void Start() { lock (_life) { if (_running) return; _running = true; _worker = new Thread(Loop) { IsBackground = true }; _worker.Start(); } }
            public void Enqueue(Action job) => _jobs.Add(job);
            private void Loop() { while (_running) { if (_jobs.TryTake(out var job, 100)) { job(); } } }
            public void Stop() { lock (_life) { if (!_running) return; _running = false; _worker.Join(); _worker = null; } }
            public void Dispose() { Stop(); _jobs.Dispose(); }
        }
        """)]
    // A download client: parts in parallel, each with its own place, and progress that is only told.
    [InlineData("""
        public sealed class Downloader
        {
            private readonly System.Net.Http.HttpClient _http;
            private long _received;
            public event Action<long> Progress;
            public Downloader(System.Net.Http.HttpClient http) => _http = http;
            public async Task<byte[][]> GetAsync(string[] parts, CancellationToken token)
            {
                var results = new byte[parts.Length][];
                using var slots = new SemaphoreSlim(4);
                await Task.WhenAll(parts.Select(async (part, index) =>
                {
                    await slots.WaitAsync(token);
                    try
                    {
                        results[index] = await _http.GetByteArrayAsync(part, token);
                        Progress?.Invoke(Interlocked.Add(ref _received, results[index].Length));
                    }
                    finally { slots.Release(); }
                }));
                return results;
            }
        }
        """)]
    // A plugin host: what is loaded when it starts is only read later; the container has one of it.
    [InlineData("""
        using Microsoft.Extensions.DependencyInjection;
        public interface IPlugin { string Name { get; } void Run(); }
        public sealed class PluginHost
        {
            private readonly List<IPlugin> _plugins = new();
            private readonly Dictionary<string, IPlugin> _byName = new();
            private Action<IPlugin> _loaded;
            public PluginHost() { Discover(); }
            private void Discover() { foreach (var type in typeof(PluginHost).Assembly.GetTypes()) { if (Activator.CreateInstance(type) is IPlugin one) Add(one); } }
            public void Add(IPlugin plugin) { if (_byName.ContainsKey(plugin.Name)) throw new InvalidOperationException(); _plugins.Add(plugin); _byName[plugin.Name] = plugin; if (_loaded != null) _loaded(plugin); }
            public void OnLoaded(Action<IPlugin> loaded) => _loaded = loaded;
            public IPlugin Find(string name) => _byName.TryGetValue(name, out var one) ? one : null;
            public IReadOnlyList<IPlugin> All => _plugins;
        }
        public static class Program { public static void Configure(IServiceCollection services) => services.AddSingleton<PluginHost>(_ => new PluginHost()); }
        """)]
    // A game server: all of the world on the thread of the loop, packets through a queue.
    [InlineData("""
        public sealed class World
        {
            private readonly Dictionary<int, string> _players = new();
            private readonly System.Collections.Concurrent.ConcurrentQueue<(int Id, string Text)> _packets = new();
            private readonly Thread _loop;
            private volatile bool _on = true;
            private int _tick;
            public World() { _loop = new Thread(Loop); _loop.Start(); }
            public void Receive(int id, string text) => _packets.Enqueue((id, text));
            private void Loop()
            {
                while (_on)
                {
                    _tick++;
                    while (_packets.TryDequeue(out var packet)) { _players[packet.Id] = packet.Text; }
                    foreach (var player in _players) { Update(player.Key); }
                    Thread.Sleep(15);
                }
            }
            private void Update(int id) { if (id < 0) _players.Remove(id); }
            public void Shutdown() { _on = false; _loop.Join(); _players.Clear(); }
        }
        """)]
    // A poller: a timer whose ticks are short, and numbers that it tells.
    [InlineData("""
        public sealed class Heartbeat : IDisposable
        {
            private readonly Timer _timer;
            private readonly Action<string> _log;
            private int _beats;
            private DateTime _last;
            public Heartbeat(Action<string> log) { _log = log; _timer = new Timer(Beat, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30)); }
            private void Beat(object state) { _beats++; _last = DateTime.UtcNow; _log("beat " + _beats + " at " + _last); }
            public void Dispose() => _timer.Dispose();
        }
        """)]
    // A pool of connections: a loop that looks for a free one, and leaves the section in each way with the lock released.
    [InlineData("""
        public sealed class Pool
        {
            private readonly SemaphoreSlim _gate = new(1, 1);
            private readonly List<Stream> _free = new();
            private bool _closed;
            public async Task<Stream> RentAsync(CancellationToken token)
            {
                for (int tries = 0; tries < 3; tries++)
                {
                    await _gate.WaitAsync(token);
                    try
                    {
                        if (_closed) { break; }
                        if (_free.Count == 0) { continue; }
                        Stream one = _free[_free.Count - 1]; _free.RemoveAt(_free.Count - 1); return one;
                    }
                    finally { _gate.Release(); }
                }
                return null;
            }
            public async Task ReturnAsync(Stream stream)
            {
                await _gate.WaitAsync();
                try { if (_closed) { await stream.DisposeAsync(); return; } _free.Add(stream); } finally { _gate.Release(); }
            }
        }
        """)]
    // Settings that are read once, by whoever comes first, and a stop source that callers may get early.
    [InlineData("""
        public sealed class Settings
        {
            private static readonly object s_lock = new();
            private static CancellationTokenSource s_stop;
            private readonly object _load = new();
            private Dictionary<string, string> _values;
            public string this[string key] { get { lock (_load) { _values ??= Read(); return _values.TryGetValue(key, out var value) ? value : null; } } }
            private static Dictionary<string, string> Read() => new() { ["a"] = "b" };
            public static CancellationToken Stop()
            {
                if (s_stop != null) return s_stop.Token;
                lock (s_lock)
                {
                    if (s_stop != null) return s_stop.Token;
                    s_stop = new CancellationTokenSource();
                    Console.CancelKeyPress += (sender, e) => { s_stop.Cancel(); e.Cancel = true; };
                    s_stop.Token.Register(() => Console.WriteLine("stopped"));
                    return s_stop.Token;
                }
            }
        }
        """)]
    // A chat room: handlers under no lock, a copy of the members, and a failure that is told where it is caught.
    [InlineData("""
        public sealed class Room
        {
            private readonly object _gate = new();
            private readonly List<Action<string>> _members = new();
            public event Action<Exception> Failed;
            public void Join(Action<string> member) { lock (_gate) { _members.Add(member); } }
            public void Leave(Action<string> member) { lock (_gate) { _members.Remove(member); } }
            public void Say(string text)
            {
                Action<string>[] members;
                lock (_gate) { members = _members.ToArray(); }
                foreach (var member in members) { try { member(text); } catch (Exception e) { Failed?.Invoke(e); } }
            }
            public void Save(string path) { lock (_gate) { try { File.Delete(path); } catch (IOException e) { Failed?.Invoke(e); } } }
        }
        """)]
    public Task A_program(string source) => Case.HoldsAsync(source, libraries: [Library.AspNetCore]);
}
