namespace AsyncAnalyzers.Semantics;

/// <summary>What a method does with a task that it is given.</summary>
internal enum TaskCare
{
    /// <summary>
    /// Nothing that lasts: it is ignored, asked for its state, handed back as it came, or awaited so that a failure goes on to the method's
    /// own task.
    /// </summary>
    None,

    /// <summary>Something follows when it ends, or it is kept for later.</summary>
    Continued,

    /// <summary>Its failure is seen.</summary>
    Observed,
}

/// <summary>
/// Calls that are given a task and take it over: whatever they return, the caller may drop it. The body of the callee is read, and of
/// what that passes the task on to.
/// </summary>
internal sealed class TaskCaretaker(KnownTypes types, CancellationToken cancellationToken)
{
    /// <summary>How many calls the task is followed through.</summary>
    private const int MaximumDepth = 4;

    /// <summary>
    /// What becomes of the tasks that a call is given, as arguments, as the receiver of an extension method, or by functions that return
    /// them; observed also where it returns the continuation that sees the failure of its own work.
    /// </summary>
    public static TaskCare Of(InvocationExpressionSyntax call, IMethodSymbol method, CodeModel model)
    {
        var caretaker = new TaskCaretaker(model.Types, model.CancellationToken);
        TaskCare care = MayGiveTask(call) ? caretaker.OfCall(call, method, model, 0) : TaskCare.None;
        return care == TaskCare.None && caretaker.ObservesItself(method, model, 0) ? TaskCare.Observed : care;
    }

    /// <summary><c>return Task.Run(…).ContinueWith(t => Log(t.Exception));</c>, itself or through what it returns.</summary>
    private bool ObservesItself(IMethodSymbol method, CodeModel model, int depth)
    {
        if (depth > MaximumDepth || method.IsAsync || CalledSource.OfOnly(method, model) is not { } source)
        {
            return false;
        }

        bool observes = false;
        foreach (ExpressionSyntax returned in ReturnedBy(source.Body))
        {
            switch (CallSyntax.WithoutConfiguration(CallSyntax.WithoutCasts(returned)))
            {
                case InvocationExpressionSyntax call when CallSyntax.CalledName(call) == "ContinueWith"
                    ? OfContinuation(call) == TaskCare.Observed
                    : CallSyntax.MethodOf(call, CodeModel.Of(source.Model, cancellationToken)) is { } next
                        && ObservesItself(next, CodeModel.Of(source.Model, cancellationToken), depth + 1):
                    observes = true;
                    break;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask" }:
                    break;
                default:
                    return false;
            }
        }

        return observes;
    }

    private static IEnumerable<ExpressionSyntax> ReturnedBy(SyntaxNode body)
        => body is ExpressionSyntax only ? new[] { only }
            : body is ArrowExpressionClauseSyntax arrow ? new[] { arrow.Expression }
            : FunctionSyntax.OwnNodes(body).OfType<ReturnStatementSyntax>().Select(static statement => statement.Expression)
                .OfType<ExpressionSyntax>();

    private static bool MayGiveTask(InvocationExpressionSyntax call)
        => call.ArgumentList.Arguments.Count > 0 || call.Expression is MemberAccessExpressionSyntax or MemberBindingExpressionSyntax;

    /// <summary>The least that is done with any of the tasks given; none where there are none.</summary>
    private TaskCare OfCall(InvocationExpressionSyntax call, IMethodSymbol method, CodeModel model, int depth)
    {
        IMethodSymbol definition = (method.ReducedFrom ?? method).OriginalDefinition;
        definition = definition.PartialImplementationPart ?? definition;
        if (depth > MaximumDepth || CalledSource.OfOnly(definition, model) is not { } source)
        {
            return TaskCare.None;
        }

        TaskCare? least = null;
        foreach (IParameterSymbol parameter in definition.Parameters)
        {
            if (GivesTask(parameter.Type) && IsGiven(parameter, call, method))
            {
                TaskCare care = OfVariable(parameter.Name, source.Body, CodeModel.Of(source.Model, cancellationToken), depth);
                least = least is null || care < least ? care : least;
            }
        }

        return least ?? TaskCare.None;
    }

    /// <summary>A task, or a function that returns one.</summary>
    private bool GivesTask(ITypeSymbol type)
        => type.IsTaskOrValueTask(types)
            || type is INamedTypeSymbol { TypeKind: TypeKind.Delegate, DelegateInvokeMethod: { } invoke }
                && invoke.ReturnType.IsTaskOrValueTask(types);

    private static bool IsGiven(IParameterSymbol parameter, InvocationExpressionSyntax call, IMethodSymbol method)
        => !parameter.IsOptional || call.ArgumentList.Arguments.Count + (method.ReducedFrom is null ? 0 : 1) > parameter.Ordinal
            || call.ArgumentList.Arguments.Any(argument => argument.NameColon?.Name.Identifier.ValueText == parameter.Name);

    private TaskCare OfVariable(string name, SyntaxNode body, CodeModel model, int depth)
    {
        TaskCare most = TaskCare.None;
        foreach (SyntaxNode node in body.DescendantsAndSelf())
        {
            if (most == TaskCare.Observed)
            {
                break;
            }

            if (node is IdentifierNameSyntax mention && mention.Identifier.ValueText == name && !CallSyntax.IsInNameOf(mention))
            {
                TaskCare care = OfMention(mention, body, model, depth);
                most = care > most ? care : most;
            }
        }

        return most;
    }

    private TaskCare OfMention(IdentifierNameSyntax mention, SyntaxNode body, CodeModel model, int depth)
    {
        // A function that returns the task: it is called, or passed on.
        ExpressionSyntax task = mention.Parent switch
        {
            InvocationExpressionSyntax call when call.Expression == mention => call,
            MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "Invoke",
                Parent: InvocationExpressionSyntax call
            } access when access.Expression == mention => call,
            _ => mention,
        };
        return OfUse(TaskUse.Of(task), body, model, depth);
    }

    private TaskCare OfUse(TaskUse use, SyntaxNode body, CodeModel model, int depth)
    {
        switch (use.Kind)
        {
            case TaskUseKind.Awaited or TaskUseKind.Waited when ExceptionGuard.IsCaught(use.Place):
                return TaskCare.Observed;
            case TaskUseKind.Awaited or TaskUseKind.Returned
                when FunctionSyntax.Enclosing(use.Place is LambdaExpressionSyntax self ? self.Body
                    : use.Place) is AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax argument }:
                // The function that is passed on hands the task to whoever calls it.
                return OfArgument(argument, model, depth);
            case TaskUseKind.Combined when use.Place is InvocationExpressionSyntax call:
                return CallSyntax.CalledName(call) switch
                {
                    "ContinueWith" or "ContinueWhenAll" or "OnCompleted" or "UnsafeOnCompleted" => OfContinuation(call),
                    "Unwrap" or "WhenAll" => OfUse(TaskUse.Of(call), body, model, depth + 1),
                    _ => TaskCare.None,
                };
            case TaskUseKind.Passed when use.Place is InvocationExpressionSyntax call:
                return OfPassing(call, model, depth);
            case TaskUseKind.Stored:
                return TaskCare.Continued;
            case TaskUseKind.Assigned when use.Place is VariableDeclaratorSyntax local && depth < MaximumDepth:
                return OfVariable(local.Identifier.ValueText, body, model, depth + 1);
            case TaskUseKind.Assigned when use.Place is AssignmentExpressionSyntax { Left: var left }:
                return model.SymbolOf(left) is IFieldSymbol or IPropertySymbol ? TaskCare.Continued
                    : TaskCare.None;
            default:
                return TaskCare.None;
        }
    }

    private TaskCare OfArgument(ArgumentSyntax argument, CodeModel model, int depth)
        => argument.Parent?.Parent is InvocationExpressionSyntax call ? OfPassing(call, model, depth) : TaskCare.None;

    /// <summary>Code that cannot be read keeps what it is given, unless it returns a task of its own.</summary>
    private TaskCare OfPassing(InvocationExpressionSyntax call, CodeModel model, int depth)
    {
        if (CallSyntax.MethodOf(call, model) is not { } method)
        {
            return TaskCare.None;
        }

        TaskCare care = OfCall(call, method, model, depth + 1);
        return care == TaskCare.None && !IsReadable(method, model.Compilation) && !GivesTask(method.ReturnType)
            && !IsOfTask(method) ? TaskCare.Continued : care;
    }

    /// <summary>Its source is part of the compilation.</summary>
    public static bool IsReadable(IMethodSymbol method, Compilation compilation)
        => (method.ReducedFrom ?? method).OriginalDefinition.DeclaringSyntaxReferences.Any(place
            => compilation.ContainsSyntaxTree(place.SyntaxTree));

    /// <summary>A member of the tasks' own types: <c>Task.Run(() => task)</c> returns what it is given.</summary>
    private bool IsOfTask(IMethodSymbol method) => method.ContainingType.IsTaskOrValueTask(types)
        || method.ContainingType.SpecialType == SpecialType.System_Object;

    /// <summary>A continuation that runs after a success alone takes care of nothing.</summary>
    private static TaskCare OfContinuation(InvocationExpressionSyntax call)
        => call.ArgumentList.Arguments.Any(static argument => argument.Expression.DescendantsAndSelf().Any(
                static node => node is IdentifierNameSyntax
                {
                    Identifier.ValueText: "OnlyOnRanToCompletion" or "NotOnFaulted"
                    or "OnlyOnCanceled"
                }))
            ? TaskCare.None
            : ContinuationBody.ObservesFailure(call) ? TaskCare.Observed : TaskCare.Continued;
}
