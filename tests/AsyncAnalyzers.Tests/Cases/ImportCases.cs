namespace AsyncAnalyzers.Tests.Cases;

/// <summary>Files that know other types by the names of those that a fix brings in: inputs after public bug reports.</summary>
public class ImportCases
{
    /// <summary>Its Debug is not that of System.Diagnostics (Cysharp/UniTask#43).</summary>
    [Fact]
    public Task A_component_that_logs() => Case.HoldsAsync("""
        using System.IO;
        using System.Threading.Tasks;
        using UnityEngine;

        namespace C26
        {
            class Hero : MonoBehaviour
            {
                async void {|ASYNC2002:Start|}()
                {
                    await File.WriteAllTextAsync("a", "b");
                    Debug.Log("started");
                }
            }
        }
        """, globalUsings: false, libraries: [Library.UniTask]);

    /// <summary>Activity and Process are the types of the project.</summary>
    [Fact]
    public Task A_model_with_an_activity() => Case.HoldsAsync("""
        using System.IO;
        using System.Threading.Tasks;
        using C27.Models;

        namespace C27.Models { public class Activity { public string Name; } public class Process { public static void Go() { } } }
        namespace C27.App
        {
            class Page
            {
                private Activity _current = new Activity();
                public async void {|ASYNC2002:Save|}() { await File.WriteAllTextAsync("a", _current.Name); Process.Go(); }
            }
        }
        """, globalUsings: false);

    /// <summary>Channel is that of the remote procedure calls.</summary>
    [Fact]
    public Task A_channel_of_another_kind() => Case.HoldsAsync("""
        using System.Collections.Concurrent;
        using System.Threading;
        using System.Threading.Tasks;
        using C28.Grpc;

        namespace C28.Grpc { public class Channel { public Channel(string host) { } public void Send(string s) { } } }
        namespace C28.App
        {
            class Worker
            {
                private readonly Channel _grpc = new Channel("h");
                private readonly BlockingCollection<string> _mails = new BlockingCollection<string>();
                public void Enqueue(string m) { _mails.Add(m); }
                public Task RunAsync(CancellationToken ct)
                {
                    foreach (var m in {|ASYNC1005:_mails.GetConsumingEnumerable(ct)|}) _grpc.Send(m);
                    return Task.CompletedTask;
                }
            }
        }
        """, globalUsings: false);

    /// <summary>Task is an entity (dotnet/efcore#21987).</summary>
    [Fact]
    public Task An_entity_that_is_called_Task() => Case.HoldsAsync("""
        using System.IO;
        using C30.Models;

        namespace C30.Models { public class Task { public string Title; } }
        namespace C30.App
        {
            class Repo
            {
                public Task Load(string p) { return new Task { Title = {|ASYNC1003:File.ReadAllTextAsync(p).Result|} }; }
                public void Save(Task t) { {|ASYNC1003:File.WriteAllTextAsync("x", t.Title).Wait()|}; }
                public void Lost(Task t) { {|ASYNC2001:File.WriteAllTextAsync("x", t.Title)|}; }
                public async void {|ASYNC2002:Fire|}(Task t) { await File.WriteAllTextAsync("x", t.Title); }
                public void Sleepy(Task t) { {|ASYNC1003:System.Threading.Tasks.Task.Run(() => File.ReadAllText("x")).Wait()|}; }
            }
        }
        """, globalUsings: false);

    /// <summary>TaskStatus and Parallel are the types of the project.</summary>
    [Fact]
    public Task A_status_of_a_task() => Case.HoldsAsync("""
        using System.IO;
        using C31.Models;

        namespace C31.Models { public enum TaskStatus { Open, Done } public class Parallel { } }
        namespace C31.App
        {
            class Board
            {
                public TaskStatus Status = TaskStatus.Open;
                public string Load(string p) { return {|ASYNC1003:File.ReadAllTextAsync(p).Result|} + Status; }
                public void Save(string p) { {|ASYNC1003:File.WriteAllTextAsync(p, "x").Wait()|}; }
                public void Lost(string p) { {|ASYNC2001:File.WriteAllTextAsync(p, "x")|}; }
                public async void {|ASYNC2002:Fire|}(string p) { await File.WriteAllTextAsync(p, "x"); }
            }
        }
        """, globalUsings: false);

    /// <summary>Random and Object are the types of the engine.</summary>
    [Fact]
    public Task Random_of_the_engine() => Case.HoldsAsync("""
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;
        using UnityEngine;

        namespace C32
        {
            class Spawner : MonoBehaviour
            {
                private int _x;
                async Task Loop(CancellationToken ct)
                {
                    {|ASYNC1009:while (!ct.IsCancellationRequested)|} { _x = Random.Range(0, 5); await Task.Delay(1000, ct); }
                }
                async void {|ASYNC2002:Start|}() { await File.WriteAllTextAsync("a", Random.Range(0, 2) + ""); }
                void Hook(System.Collections.Generic.List<int> l) { l.ForEach({|ASYNC2003:async|} x => await File.WriteAllTextAsync("a", Random.Range(0, x) + "")); }
                void Fire() { _ = File.WriteAllTextAsync("a", Random.Range(0, 3) + ""); }
                Object _o;
            }
        }
        """, globalUsings: false, libraries: [Library.UniTask]);

    /// <summary>Timer, Random, Action, Parallel and TaskStatus are other types.</summary>
    [Fact]
    public Task Forms_with_models() => Case.HoldsAsync("""
        using System.Collections.Generic;
        using System.Windows.Forms;
        using C78.Models;

        namespace C78.Models { public enum TaskStatus { Open } public class Random { public int Next() { return 4; } } public class Action { } public class Parallel { } }
        namespace C78
        {
            class Board : Form
            {
                private readonly Timer _timer = new Timer(); private TaskStatus _s = TaskStatus.Open; private readonly Random _r = new Random(); private double _d; private Action _a = new Action();
                public System.Threading.Tasks.Task<int> Ask() { var t = {|ASYNC2012:new System.Threading.Tasks.TaskCompletionSource<int>()|}; _timer.Tick += delegate { t.TrySetResult(_r.Next()); }; return t.Task; }
                public void Sum(List<int> xs) { System.Threading.Tasks.Parallel.ForEach(xs, x => { {|ASYNC3001:_d += x|}; }); }
                public async System.Threading.Tasks.Task Kept() { var t = {|ASYNC2008:System.IO.File.WriteAllTextAsync("a", _s + "")|}; await System.IO.File.ReadAllTextAsync("b"); }
                public async System.Threading.Tasks.Task Sleepy() { {|ASYNC1001:System.Threading.Thread.Sleep(5)|}; await System.IO.File.ReadAllTextAsync("b"); }
                public async System.Threading.Tasks.Task All(System.Threading.Tasks.Task[] ts) { {|ASYNC1002:System.Threading.Tasks.Task.WaitAll(ts)|}; await System.IO.File.ReadAllTextAsync("b"); }
                public void Throw(System.Threading.Tasks.Task t) { try { {|ASYNC1003:t.Wait()|}; } catch (System.AggregateException e) { throw {|ASYNC2014:e.InnerException|}; } }
                public void Each(List<int> xs) { System.Threading.Tasks.Parallel.ForEach(xs, {|ASYNC2003:async|} x => { await System.IO.File.ReadAllTextAsync("b"); }); }
                public void Void(List<int> xs) { xs.ForEach({|ASYNC2003:async|} x => { await System.IO.File.ReadAllTextAsync("b"); }); }
                public async System.Threading.Tasks.Task Poll(System.Threading.CancellationToken ct) { {|ASYNC1009:while (!ct.IsCancellationRequested)|} { _d = 0; await System.Threading.Tasks.Task.Delay(500, ct); } }
                public async System.Threading.Tasks.Task Cold() { await {|ASYNC2009:new System.Threading.Tasks.Task|}(() => { _d = 1; }); }
                public System.Threading.Tasks.Task Null() { return {|ASYNC2005:null|}; }
                public async System.Threading.Tasks.Task Cpu() { await System.IO.File.ReadAllTextAsync("b"); {|ASYNC4001:for (int i = 0; i < 3000; i++)|} for (int j = 0; j < 3000; j++) _d += i * j; }
                public System.Threading.Tasks.Task Cts() { using (var m = new System.IO.FileStream("a", System.IO.FileMode.Open)) { return {|ASYNC2004:m.WriteAsync(new byte[1], 0, 1)|}; } }
                public void Clicked(object o, System.EventArgs e) { {|ASYNC2001:System.IO.File.WriteAllTextAsync("a", "b")|}; }
            }
        }
        """, globalUsings: false, libraries: [Library.WindowsForms]);
}
