namespace AsyncAnalyzers.Semantics;

/// <summary>What work does by its name, as far as that matters when it is stopped.</summary>
[Flags]
internal enum WorkKinds
{
    None = 0,

    /// <summary>Takes back, closes or gives back, and is called for nothing else: <c>RollbackAsync</c>, <c>ReleaseAsync</c>.</summary>
    Undo = 1,

    /// <summary>Removes, which is clean-up only where code cleans up: <c>DeleteAsync</c>.</summary>
    Removal = 2,

    /// <summary>Records where the work has come to: <c>SaveAsync</c>, <c>MarkFailedAsync</c>.</summary>
    State = 4,

    /// <summary>Tells others: <c>SendAsync</c>, <c>PublishAsync</c>.</summary>
    Message = 8,

    /// <summary>Settles: what is behind it follows from it. <c>CommitAsync</c>, <c>CompleteAsync</c>.</summary>
    Settlement = 16,

    /// <summary>Ends something, or only tells of it: <c>DrainAsync</c>, <c>LogAsync</c>.</summary>
    Ending = 32,

    /// <summary>Another change of something that outlives the process: <c>InsertAsync</c>, <c>UploadAsync</c>.</summary>
    Change = 64,

    /// <summary>Reads or waits: <c>GetAsync</c>, <c>DelayAsync</c>.</summary>
    Read = 128,

    /// <summary>Of a function: it runs when the work is over, whatever token it is handed. <c>CloseAsync</c>, <c>StopAsync</c>.</summary>
    Closing = 256,
}

/// <summary>What work does, by the first word of its name.</summary>
internal static class WorkNames
{
    private static readonly Dictionary<string, WorkKinds> Words = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What may stand before the word that tells what a function closes.</summary>
    private static readonly HashSet<string> Prefixes = new(StringComparer.OrdinalIgnoreCase)
    {
        "On", "Handle", "Do", "Graceful", "Gracefully", "Safe", "Safely", "Before",
    };

    static WorkNames()
    {
        Add(
            WorkKinds.Undo,
            "Abandon", "Abort", "Clean", "Cleanup", "Close", "Compensate", "Deregister", "Detach", "Disconnect", "Dispose", "Kill",
            "Leave", "Logoff", "Logout", "Nack", "Quit", "Reject", "Release", "Requeue", "Restore", "Revert", "Roll", "Rollback",
            "Shut", "Shutdown", "Stop", "Tear", "Teardown", "Terminate", "Undo", "Unlock", "Unregister", "Unsubscribe");
        Add(
            WorkKinds.Removal,
            "Delete", "Destroy", "Discard", "Drop", "Free", "Purge", "Remove");
        Add(
            WorkKinds.State,
            "Ack", "Acknowledge", "Change", "Commit", "Complete", "Fail", "Finish", "Flush", "Mark", "Persist", "Save", "Set",
            "Store", "Update");
        Add(
            WorkKinds.Message,
            "Broadcast", "Notify", "Post", "Publish", "Reply", "Report", "Respond", "Send", "Write");
        Add(
            WorkKinds.Settlement,
            "Ack", "Acknowledge", "Commit", "Complete");
        Add(
            WorkKinds.Ending,
            "Ack", "Acknowledge", "Cancel", "Commit", "Complete", "Dead", "Drain", "End", "Exit", "Finalize", "Finish", "Flush",
            "Log", "Reset", "Trace");
        Add(
            WorkKinds.Change,
            "Add", "Append", "Apply", "Approve", "Archive", "Assign", "Book", "Charge", "Copy", "Create", "Dispatch", "Emit",
            "Enqueue", "Increment", "Insert", "Move", "Order", "Patch", "Pay", "Place", "Print", "Produce", "Push", "Put", "Raise",
            "Record", "Register", "Rename", "Replace", "Reserve", "Schedule", "Submit", "Transfer", "Upload", "Upsert");
        Add(
            WorkKinds.Read,
            "All", "Any", "Can", "Contains", "Count", "Delay", "Download", "Enumerate", "Evaluate", "Exists", "Fetch", "Find",
            "First", "Get", "Has", "Is", "Last", "List", "Load", "Long", "Look", "Lookup", "Max", "Min", "Peek", "Query", "Read",
            "Reader", "Receive", "Resolve", "Retrieve", "Search", "Single", "Sum", "To", "Wait");
        Add(
            WorkKinds.Closing,
            "Abort", "Cancel", "Clean", "Cleanup", "Close", "Closed", "Closing", "Compensate", "Disconnect", "Disconnected",
            "Disconnecting", "Dispose", "Disposing", "Drain", "Exit", "Exiting", "Finalize", "Finish", "Flush", "Kill", "Release",
            "Revert", "Roll", "Rollback", "Shut", "Shutdown",
            "Stop", "Stopped", "Stopping", "Tear", "Teardown", "Terminate", "Undo", "Unlock");
    }

    /// <summary>The kinds by the first word, behind <c>Try</c> and <c>Execute</c>: of <c>TryRollbackAsync</c> those of Rollback.</summary>
    public static WorkKinds KindsOf(string name) => Words.TryGetValue(FirstWord(name), out WorkKinds kinds) ? kinds : WorkKinds.None;

    /// <summary>The function closes, stops or takes back by its name, with or without <c>On</c>, <c>Handle</c> and the like.</summary>
    public static bool IsClosing(string function)
    {
        if ((KindsOf(function) & WorkKinds.Closing) != 0)
        {
            return true;
        }

        List<string> words = NameWords.Of(function);
        return words.Count > 1 && Prefixes.Contains(words[0])
            && Words.TryGetValue(words[1], out WorkKinds kinds) && (kinds & WorkKinds.Closing) != 0;
    }

    /// <summary>The first word that tells something: neither <c>Try</c> nor <c>Execute</c>.</summary>
    public static string FirstWord(string name)
    {
        int start = 0;
        while (start < name.Length)
        {
            int end = start + 1;
            while (end < name.Length && !char.IsUpper(name[end]))
            {
                end++;
            }

            string word = name.Substring(start, end - start);
            if (word is not ("Try" or "Execute"))
            {
                return word;
            }

            start = end;
        }

        return name;
    }

    private static void Add(WorkKinds kinds, params string[] words)
    {
        foreach (string word in words)
        {
            Words[word] = Words.TryGetValue(word, out WorkKinds before) ? before | kinds : kinds;
        }
    }
}
