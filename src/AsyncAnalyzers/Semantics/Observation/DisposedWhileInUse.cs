namespace AsyncAnalyzers.Semantics;

/// <summary>Where the task that uses a resource is kept until the resource is gone.</summary>
internal enum ResourceTaskPlace
{
    /// <summary>In a local that is awaited, if at all, behind the scope.</summary>
    Local,

    /// <summary>In a local that is awaited in the scope, but not on every path to its end.</summary>
    LocalOnSomePaths,

    /// <summary>In a local that is returned.</summary>
    ReturnedLocal,

    /// <summary>In a local collection.</summary>
    Collection,

    /// <summary>Nowhere: <c>_ = r.UseAsync()</c>.</summary>
    Discard,

    /// <summary>Nowhere, but a continuation follows it: <c>r.UseAsync().ContinueWith(…);</c>.</summary>
    Continuation,
}

/// <summary>A resource that is disposed while a task may still use it.</summary>
/// <param name="Scope">The resource and where it is disposed.</param>
/// <param name="Call">The call that is handed the resource, and answers the task.</param>
/// <param name="Place">Where the task is kept.</param>
/// <param name="Variable">The declarator of the local or collection that it is kept in; null for a discard.</param>
internal sealed record DisposedWhileInUse(
    ResourceScope Scope, InvocationExpressionSyntax Call, ResourceTaskPlace Place, VariableDeclaratorSyntax? Variable)
{
    /// <summary>The call, or the last <c>ContinueWith</c> after it: its task is done when theirs are.</summary>
    public InvocationExpressionSyntax Kept => LastContinuation(Call);

    /// <summary>All calls in the scopes that a statement opens whose tasks outlive these.</summary>
    /// <param name="opening">A statement for which <see cref="ResourceScope.MayOpen"/> says yes.</param>
    /// <param name="model">The model of the tree.</param>
    public static IEnumerable<DisposedWhileInUse> FindAll(SyntaxNode opening, CodeModel model)
    {
        if (FunctionSyntax.Enclosing(opening) is not { } function)
        {
            yield break;
        }

        SyntaxNode member = FunctionSyntax.OutermostEnclosing(function);
        foreach (ResourceScope scope in ResourceScope.OpenedBy(opening))
        {
            bool? isResource = null;
            foreach (IdentifierNameSyntax mention in VariableMentions.In(member, scope.Resource.ValueText, model))
            {
                if (scope.Span.Contains(mention.Span)
                    && UserOf(mention, function) is { } call
                    && scope.Span.Contains(call.Span)
                    && StartedWork.MayStart(call, model.Compilation)
                    && LastContinuation(call) is var last
                    && IsKept(TaskUse.Of(last).Kind, isContinuation: last != call)
                    && (isResource ??= IsResource(mention, function, model)
                        && (opening is not ExpressionStatementSyntax || IsUsedToItsEnd(mention, model)))
                    && !IsSetAgain(call, scope, member, model)
                    && !IsDrained(call, scope, member, model)
                    && KeptIn(last, scope, model, isContinuation: last != call) is { } kept
                    && ReturnedWork.Find(call, model) is not null
                    && CallSyntax.CalledName(call) is not ("ContinueWith" or "Delay" or "WhenAny" or "WhenAll")
                    && !SignalledEnd.IsAwaited(call, scope.Span, function))
                {
                    yield return new DisposedWhileInUse(scope, call, kept.Place, kept.Variable);
                }
            }
        }
    }

    /// <summary>All calls in an expression whose tasks outlive scopes around it, those of the outermost scope first.</summary>
    public static IEnumerable<DisposedWhileInUse> FindIn(ExpressionSyntax expression, CodeModel model)
    {
        if (FunctionSyntax.Enclosing(expression) is not { } function)
        {
            return Enumerable.Empty<DisposedWhileInUse>();
        }

        return expression.AncestorsAndSelf().TakeWhile(ancestor => ancestor != function)
            .SelectMany(ancestor
                => ancestor is BlockSyntax or SwitchSectionSyntax ? ancestor.ChildNodes().Append(ancestor) : new[] { ancestor })
            .Concat(function is CompilationUnitSyntax unit
                ? unit.Members.OfType<GlobalStatementSyntax>().Select(global => (SyntaxNode)global.Statement)
                : Array.Empty<SyntaxNode>())
            .Where(node => (node.SpanStart <= expression.SpanStart || node is ExpressionStatementSyntax) && ResourceScope.MayOpen(node))
            .OrderBy(node => node.SpanStart)
            .SelectMany(opening => FindAll(opening, model))
            .Where(use => expression.Span.Contains(use.Call.Span));
    }

    /// <summary>
    /// What is read or written to its end: a stream, a reader or writer, the answer to a request, a database's context, connection or
    /// command. Others are often disposed to make an end of the work: a listener, a timer, a connection over the network.
    /// </summary>
    private static bool IsUsedToItsEnd(IdentifierNameSyntax mention, CodeModel model)
    {
        for (ITypeSymbol? type = model.TypeOf(mention); type is not null; type = type.BaseType)
        {
            switch (type.Name)
            {
                case "NetworkStream" or "PipeStream" or "SslStream":
                    return false;
                case "Stream" or "TextReader" or "TextWriter" or "HttpResponseMessage" or "HttpContent" or "DbContext" or "DbConnection"
                    or "DbCommand" or "DbDataReader":
                    return true;
            }
        }

        return false;
    }

    /// <summary>The variable of a resource that is disposed by a statement holds another one by then.</summary>
    private static bool IsSetAgain(InvocationExpressionSyntax call, ResourceScope scope, SyntaxNode member, CodeModel model)
        => scope.Opening is ExpressionStatementSyntax
            && VariableMentions.In(member, scope.Resource.ValueText, model).Any(mention => mention.SpanStart > call.Span.End
            && scope.Span.Contains(mention.Span)
            && mention.Parent is AssignmentExpressionSyntax assignment && assignment.Left == mention);

    /// <summary>
    /// <c>producer.Flush(timeout)</c>: the resource waits for all that it has been given to do. What a stream or writer flushes is what
    /// has been written, not what is still being written.
    /// </summary>
    private static bool IsDrained(InvocationExpressionSyntax call, ResourceScope scope, SyntaxNode member, CodeModel model)
        => VariableMentions.In(member, scope.Resource.ValueText, model).Any(mention => scope.Span.Contains(mention.Span)
            && mention.SpanStart > call.Span.End
            && mention.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access && access.Expression == mention
            && access.Name.Identifier.ValueText is var name
            && (name.StartsWith("Drain", StringComparison.Ordinal) || name.StartsWith("WaitForAll", StringComparison.Ordinal)
                || name is "WaitAll" or "WaitForCompletion" or "WaitForIdle"
                || (name is "Flush" or "FlushAsync" && !IsWritten(mention, model))));

    private static bool IsWritten(IdentifierNameSyntax mention, CodeModel model)
    {
        for (ITypeSymbol? type = model.TypeOf(mention); type is not null; type = type.BaseType)
        {
            if (type.Name is "Stream" or "TextWriter" or "BinaryWriter" or "PipeWriter" or "XmlWriter" or "Utf8JsonWriter")
            {
                return true;
            }
        }

        return false;
    }

    private static InvocationExpressionSyntax LastContinuation(InvocationExpressionSyntax call)
    {
        while (TaskUse.Of(call) is { Kind: TaskUseKind.Combined, Place: InvocationExpressionSyntax continuation }
            && CallSyntax.CalledName(continuation) == "ContinueWith")
        {
            call = continuation;
        }

        return call;
    }

    private static bool IsKept(TaskUseKind use, bool isContinuation)
        => (use == TaskUseKind.Dropped && isContinuation)
            || use is TaskUseKind.Assigned or TaskUseKind.Discarded or TaskUseKind.Combined or TaskUseKind.Passed or TaskUseKind.Stored;

    /// <summary>
    /// The call, of the function itself, that the resource is handed to: as receiver or the beginning of it, as argument, or captured by a
    /// lambda that is one.
    /// </summary>
    private static InvocationExpressionSyntax? UserOf(IdentifierNameSyntax mention, SyntaxNode function)
    {
        if (CallSyntax.IsInNameOf(mention))
        {
            return null;
        }

        SyntaxNode node = mention;
        if (FunctionSyntax.Enclosing(mention) is { } inner && inner != function)
        {
            while (FunctionSyntax.Enclosing(inner) is { } outer && outer != function)
            {
                inner = outer;
            }

            return inner is AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax run } }
                && FunctionSyntax.Enclosing(inner) == function ? run : null;
        }

        node = CallSyntax.WithCasts(mention);
        if (node.Parent is ArgumentSyntax { RefKindKeyword.RawKind: 0 } argument)
        {
            return argument.Parent?.Parent as InvocationExpressionSyntax;
        }

        while (true)
        {
            switch (node.Parent)
            {
                // The end of a Process leaves the readers and writers open that were taken from it.
                case MemberAccessExpressionSyntax
                {
                    Name.Identifier.ValueText: "StandardOutput" or "StandardError" or "StandardInput"
                }:
                    return null;
                case MemberAccessExpressionSyntax access when access.Expression == node:
                    node = access;
                    break;
                case InvocationExpressionSyntax call when call.Expression == node:
                    if (CallSyntax.CalledName(call) is { } name
                        && (name.EndsWith("Async", StringComparison.Ordinal) || call.Parent is not MemberAccessExpressionSyntax))
                    {
                        return call;
                    }

                    node = call;
                    break;
                case ConditionalAccessExpressionSyntax conditional when conditional.Expression == node:
                    return DroppedTask.CallIn(conditional.WhenNotNull);
                default:
                    return null;
            }
        }
    }

    /// <summary>A local that is disposed for good: what goes on without harm, or is no resource of a task, is none.</summary>
    private static bool IsResource(IdentifierNameSyntax mention, SyntaxNode function, CodeModel model)
    {
        if (model.SymbolOf(mention) is not ILocalSymbol { Type: { } type } local
            || model.SyntaxOf(local) is not { } declaration
            || FunctionSyntax.Enclosing(declaration) != function
            || type.IsTask(model.Types)
            || EmptyDisposal.IsOf(type, model))
        {
            return false;
        }

        // Tokens outlive their source; spans of time and of logs flow with the context.
        return type.Name is not ("CancellationTokenSource" or "CancellationTokenRegistration" or "Activity" or "IDisposable"
            or "AsyncFlowControl" or "SemaphoreSlim")
            && !type.AllInterfaces.Any(implemented => implemented is { Name: "IEnumerator", ContainingNamespace.Name: "Collections" });
    }

    /// <summary>Where the task is kept, and nobody looks at it before the scope ends; null where somebody does, or may.</summary>
    private static (ResourceTaskPlace Place, VariableDeclaratorSyntax? Variable)? KeptIn(InvocationExpressionSyntax call,
        ResourceScope scope, CodeModel model, bool isContinuation = false)
    {
        TaskUse use = TaskUse.Of(call);
        switch (use.Kind)
        {
            case TaskUseKind.Discarded when use.Place.Parent is ExpressionStatementSyntax:
                return (ResourceTaskPlace.Discard, null);
            case TaskUseKind.Dropped when isContinuation && use.Place is ExpressionStatementSyntax:
                return (ResourceTaskPlace.Continuation, null);
            case TaskUseKind.Combined when use.Place is InvocationExpressionSyntax whenAll && CallSyntax.CalledName(whenAll) == "WhenAll":
                return KeptIn(whenAll, scope, model);
            case TaskUseKind.Assigned when DeclaratorOf(use.Place, model) is { } local:
                return PlaceOf(local, use.Place, call, scope, model, isCollection: false) is { } place
                    ? (place, local)
                    : null;
            case TaskUseKind.Passed when use.Place is InvocationExpressionSyntax
            {
                Parent: ExpressionStatementSyntax,
                Expression: MemberAccessExpressionSyntax
                {
                    Name.Identifier.ValueText: "Add" or "Enqueue"
                    or "Push", Expression: IdentifierNameSyntax list
                }
            }:
            case TaskUseKind.Stored when use.Place is AssignmentExpressionSyntax
            {
                Parent: ExpressionStatementSyntax,
                Left: ElementAccessExpressionSyntax { Expression: IdentifierNameSyntax }
            }:
                IdentifierNameSyntax collection = use.Place is InvocationExpressionSyntax add
                    ? (IdentifierNameSyntax)((MemberAccessExpressionSyntax)add.Expression).Expression
                    : (IdentifierNameSyntax)((ElementAccessExpressionSyntax)((AssignmentExpressionSyntax)use.Place).Left).Expression;
                return LocalOf(collection, model) is { } kept
                    && PlaceOf(kept, use.Place, call, scope, model, isCollection: true) is { } where
                        ? (where, kept)
                        : null;
            default:
                return null;
        }
    }

    private static ResourceTaskPlace? PlaceOf(
        VariableDeclaratorSyntax variable, SyntaxNode write, InvocationExpressionSyntax call, ResourceScope scope, CodeModel model,
        bool isCollection)
    {
        if (VariableMentions.ScopeOf(variable) is null)
        {
            return null;
        }

        bool isSeen = false;
        bool isReturned = false;
        bool isObserved = false;
        var added = new List<ExpressionSyntax>();
        foreach (IdentifierNameSyntax mention in VariableMentions.Of(variable, model))
        {
            TaskUseKind use = TaskUse.Of(mention).Kind;
            if (!isCollection && IsFollowedOnly(mention))
            {
                isSeen = true;
                continue;
            }

            if (isCollection
                ? UnobservedCollection.IsFilling(mention, added)
                : use is TaskUseKind.NotRead or TaskUseKind.Dropped or TaskUseKind.Discarded or TaskUseKind.Started)
            {
                continue;
            }

            if (TaskUse.IsCaptured(mention, variable))
            {
                return null;
            }

            isSeen = true;
            if (!scope.Span.Contains(mention.Span) || (mention.SpanStart < call.Span.End && !ShareLoop(mention, call, scope)))
            {
                continue;
            }

            if (use == TaskUseKind.Returned && !isCollection)
            {
                isReturned = true;
            }
            else if (!isCollection && ScopeObservation.IsPlain(mention, call, scope))
            {
                isObserved = true;
            }
            else
            {
                return null;
            }
        }

        if (isObserved)
        {
            return !isReturned
                && scope.Opening is not ExpressionStatementSyntax
                && model.GetDeclaredSymbol(variable) is ILocalSymbol local
                && ScopeObservation.ResourceOf(scope, model) is { } resource
                && UnobservedScopeExit.Exists(write, local, resource, model)
                    ? ResourceTaskPlace.LocalOnSomePaths
                    : null;
        }

        // What nobody ever looks at is lost, not late.
        return !isSeen
            ? null
            : isReturned
            ? ResourceTaskPlace.ReturnedLocal
            : isCollection
            ? ResourceTaskPlace.Collection
            : ResourceTaskPlace.Local;
    }

    /// <summary><c>t.ContinueWith(…);</c>: it says what comes after the task, and waits for nothing.</summary>
    public static bool IsFollowedOnly(IdentifierNameSyntax mention)
        => TaskUse.Of(mention) is { Kind: TaskUseKind.Combined, Place: InvocationExpressionSyntax continuation }
            && CallSyntax.CalledName(continuation) == "ContinueWith"
            && TaskUse.Of(LastContinuation(continuation)).Kind is TaskUseKind.Dropped or TaskUseKind.Discarded;

    /// <summary>A loop inside of the scope goes round to the mention before the resource is disposed.</summary>
    private static bool ShareLoop(SyntaxNode mention, SyntaxNode call, ResourceScope scope)
        => call.Ancestors().TakeWhile(ancestor => scope.Span.Contains(ancestor.Span))
            .Any(ancestor => ancestor is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax
                && ancestor.Span.Contains(mention.Span));

    private static VariableDeclaratorSyntax? DeclaratorOf(SyntaxNode place, CodeModel model)
        => place switch
        {
            VariableDeclaratorSyntax declarator => declarator,
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax left, Parent: ExpressionStatementSyntax }
                => LocalOf(left, model),
            _ => null,
        };

    private static VariableDeclaratorSyntax? LocalOf(IdentifierNameSyntax name, CodeModel model)
        => model.SymbolOf(name) is ILocalSymbol { DeclaringSyntaxReferences: { Length: 1 } references }
            ? references[0].GetSyntax(model.CancellationToken) as VariableDeclaratorSyntax
            : null;
}
