namespace AsyncAnalyzers.Semantics;

/// <summary>What is done with a task where it is named or made.</summary>
internal enum TaskUseKind
{
    /// <summary>Nothing: the statement ends with it.</summary>
    Dropped,

    /// <summary><c>_ = t</c>.</summary>
    Discarded,

    /// <summary><c>await t</c>, also through <c>ConfigureAwait</c>, <c>AsTask</c>, <c>WaitAsync</c>.</summary>
    Awaited,

    /// <summary>The thread waits for it: <c>Result</c>, <c>Wait()</c>, <c>GetAwaiter().GetResult()</c>.</summary>
    Waited,

    /// <summary>By <c>return</c>, <c>yield return</c>, an expression body or the expression of a lambda.</summary>
    Returned,

    /// <summary>
    /// An argument of a call or constructor, or the receiver of a method that is not one of the task's own: <c>t.Forget()</c>.
    /// </summary>
    Passed,

    /// <summary>
    /// Part of another task: <c>WhenAll</c>, <c>WhenAny</c>, <c>ContinueWith</c>, <c>Unwrap</c>; what becomes of that is the next
    /// question.
    /// </summary>
    Combined,

    /// <summary>
    /// Its state is read, or it is compared: <c>IsCompleted</c>, <c>Status</c>, <c>Exception</c>, <c>t == u</c>, <c>t is null</c>, <c>t
    /// ??= F()</c>.
    /// </summary>
    Checked,

    /// <summary>Begun: <c>Start()</c>, <c>RunSynchronously()</c>.</summary>
    Started,

    /// <summary>The value of a local's declaration, or assigned to a bare name: a local, or a field of the type.</summary>
    Assigned,

    /// <summary>In a field or property of its declaration or by <c>x.F = t</c>, an element, an initializer, a tuple.</summary>
    Stored,

    /// <summary>Not read at all: the target of an assignment, an <c>out</c> argument, the operand of <c>nameof</c>.</summary>
    NotRead,
}

/// <summary>
/// What a mention of a task does with it, by syntax alone: through parentheses, casts, <c>!</c>, <c>?:</c>, <c>??</c>, arms of a switch,
/// <c>?.</c>, and the methods that answer the same task in another shape. Value tasks and their awaiters are read alike.
/// </summary>
/// <param name="Kind">What is done.</param>
/// <param name="Task">The largest expression that stands for the task: <c>(t ?? u).ConfigureAwait(false)</c> in <c>await (t ??
/// u).ConfigureAwait(false)</c>.</param>
/// <param name="Place">
/// What does it: the await, the call that it is passed to, combined by or asked of, the assignment or declarator, the statement that
/// returns it.
/// </param>
internal readonly record struct TaskUse(TaskUseKind Kind, ExpressionSyntax Task, SyntaxNode Place)
{
    /// <summary>Somebody looks at the task, or can from here on.</summary>
    public bool IsObserved => Kind is not (TaskUseKind.Dropped or TaskUseKind.Discarded or TaskUseKind.NotRead or TaskUseKind.Started);

    /// <summary>The function waits for it, or hands it to its caller.</summary>
    public bool IsWaitedFor => Kind is TaskUseKind.Awaited or TaskUseKind.Returned;

    /// <summary>
    /// The mention stands in a function nested in the one that the local or parameter is declared in: it may run later, often, or never.
    /// </summary>
    public static bool IsCaptured(SyntaxNode mention, SyntaxNode declaration)
        => FunctionSyntax.Enclosing(mention) is { } function && !function.Span.Contains(declaration.Span);

    /// <summary>What is done with the <c>WhenAll</c> that the task is part of; with the task where it is part of none.</summary>
    /// <param name="mention">The name of a variable that holds a task, or the call that makes one.</param>
    public static TaskUse OfWhole(ExpressionSyntax mention)
    {
        TaskUse use = Of(mention);
        while (use is { Kind: TaskUseKind.Combined, Place: InvocationExpressionSyntax all } && CallSyntax.CalledName(all) == "WhenAll")
        {
            use = Of(all);
        }

        return use;
    }

    /// <param name="mention">The name of a variable that holds a task, or the call that makes one.</param>
    public static TaskUse Of(ExpressionSyntax mention)
    {
        ExpressionSyntax task = mention;
        while (task.Parent is MemberAccessExpressionSyntax member && member.Name == task
            || task.Parent is MemberBindingExpressionSyntax binding && binding.Name == task)
        {
            task = (ExpressionSyntax)task.Parent;
        }

        while (true)
        {
            TaskUseKind kind;
            SyntaxNode place = task.Parent!;
            switch (place)
            {
                case ParenthesizedExpressionSyntax or CastExpressionSyntax or PostfixUnaryExpressionSyntax or CheckedExpressionSyntax
                    or RefExpressionSyntax:
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AsExpression or (int)SyntaxKind.CoalesceExpression }:
                case ConditionalExpressionSyntax conditional when conditional.Condition != task:
                case ConditionalAccessExpressionSyntax access when access.WhenNotNull == task:
                    task = (ExpressionSyntax)place;
                    continue;
                case SwitchExpressionArmSyntax { Parent: SwitchExpressionSyntax @switch } arm when arm.Expression == task:
                    task = @switch;
                    continue;
                case AwaitExpressionSyntax:
                    kind = TaskUseKind.Awaited;
                    break;
                case ReturnStatementSyntax or YieldStatementSyntax or LambdaExpressionSyntax:
                    kind = TaskUseKind.Returned;
                    break;
                case ArrowExpressionClauseSyntax:
                    kind = ReturnsVoid(place.Parent!) ? TaskUseKind.Dropped : TaskUseKind.Returned;
                    break;
                case ExpressionStatementSyntax or ForStatementSyntax:
                    kind = TaskUseKind.Dropped;
                    break;
                case MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax:
                    if (OfMember(task, place) is not { } member)
                    {
                        return new TaskUse(TaskUseKind.Passed, task, place);
                    }

                    if (member.Answer is { } answer)
                    {
                        task = answer;
                        continue;
                    }

                    return new TaskUse(member.Kind, task, member.Place);
                case AssignmentExpressionSyntax assignment:
                    kind = OfAssignment(task, assignment);
                    break;
                case EqualsValueClauseSyntax
                {
                    Parent: VariableDeclaratorSyntax { Parent.Parent: not BaseFieldDeclarationSyntax } declarator
                }:
                    kind = TaskUseKind.Assigned;
                    place = declarator;
                    break;
                case ArgumentSyntax argument:
                    (kind, place) = OfArgument(argument);
                    break;
                case BinaryExpressionSyntax or IsPatternExpressionSyntax or SwitchExpressionSyntax or SwitchStatementSyntax:
                    kind = TaskUseKind.Checked;
                    break;
                case InterpolationSyntax or AttributeArgumentSyntax or UsingStatementSyntax or ElementAccessExpressionSyntax
                    or CommonForEachStatementSyntax or InvocationExpressionSyntax:
                    kind = TaskUseKind.Passed;
                    break;
                default:
                    // Initializers of fields, properties, objects, arrays and collections; spreads.
                    kind = TaskUseKind.Stored;
                    break;
            }

            return new TaskUse(kind, task, place);
        }
    }

    private static TaskUseKind OfAssignment(ExpressionSyntax task, AssignmentExpressionSyntax assignment)
    {
        if (assignment.Left == task)
        {
            return assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) ? TaskUseKind.NotRead : TaskUseKind.Checked;
        }

        return assignment.Left switch
        {
            _ when assignment.Parent is InitializerExpressionSyntax => TaskUseKind.Stored,
            IdentifierNameSyntax { Identifier.ValueText: "_" } => TaskUseKind.Discarded,
            IdentifierNameSyntax => TaskUseKind.Assigned,
            _ => TaskUseKind.Stored,
        };
    }

    private static (TaskUseKind Kind, SyntaxNode Place) OfArgument(ArgumentSyntax argument)
    {
        if (argument.RefKindKeyword.IsKind(SyntaxKind.OutKeyword))
        {
            return (TaskUseKind.NotRead, argument);
        }

        return argument.Parent switch
        {
            TupleExpressionSyntax tuple => tuple.Parent is AssignmentExpressionSyntax assignment && assignment.Left == tuple
                ? (TaskUseKind.NotRead, assignment)
                : (TaskUseKind.Stored, tuple),
            ArgumentListSyntax { Parent: InvocationExpressionSyntax call } => CallSyntax.CalledName(call) switch
            {
                "WhenAll" or "WhenAny" or "WhenEach" or "WaitAll" or "WaitAny" or "ContinueWhenAll" or "ContinueWhenAny"
                    => (TaskUseKind.Combined, call),
                "nameof" when call.Expression is IdentifierNameSyntax => (TaskUseKind.NotRead, call),
                _ => (TaskUseKind.Passed, call),
            },
            { Parent: { } receiver } => (TaskUseKind.Passed, receiver),
            _ => (TaskUseKind.Passed, argument),
        };
    }

    /// <summary>
    /// What is asked of the task by <c>t.Member</c> or <c>t?.Member</c>: the expression that answers the task in another shape, or a use.
    /// </summary>
    private static (ExpressionSyntax? Answer, TaskUseKind Kind, SyntaxNode Place)? OfMember(ExpressionSyntax task, SyntaxNode parent)
    {
        ExpressionSyntax? member = parent switch
        {
            MemberAccessExpressionSyntax access => access,
            ConditionalAccessExpressionSyntax conditional => FirstOf(conditional.WhenNotNull),
            _ => null,
        };
        SimpleNameSyntax? name = (member as MemberAccessExpressionSyntax)?.Name ?? (member as MemberBindingExpressionSyntax)?.Name;
        if (member is null || name is null)
        {
            return null;
        }

        SyntaxNode place = member.Parent is InvocationExpressionSyntax invocation ? invocation : member;
        return name.Identifier.ValueText switch
        {
            "ConfigureAwait" or "AsTask" or "WaitAsync" or "Preserve" or "GetAwaiter" when place is InvocationExpressionSyntax answer
                => (answer, default, place),
            "Result" or "Wait" or "GetResult" => (null, TaskUseKind.Waited, place),
            "Start" or "RunSynchronously" => (null, TaskUseKind.Started, place),
            "ContinueWith" or "Unwrap" or "OnCompleted" or "UnsafeOnCompleted" => (null, TaskUseKind.Combined, place),
            "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" or "IsCanceled" or "Status" or "Exception" or "Id" or "AsyncState"
                or "CreationOptions"
                or "Equals" or "GetHashCode" or "GetType" => (null, TaskUseKind.Checked, place),
            _ => (null, TaskUseKind.Passed, place),
        };
    }

    /// <summary>The access that a chain behind <c>?.</c> begins with: <c>.A</c> in <c>?.A.B()</c>.</summary>
    private static ExpressionSyntax FirstOf(ExpressionSyntax whenNotNull)
    {
        ExpressionSyntax expression = whenNotNull;
        while (expression is ConditionalAccessExpressionSyntax conditional)
        {
            expression = conditional.Expression;
        }

        return CallSyntax.LeftmostOf(expression);
    }

    private static bool ReturnsVoid(SyntaxNode function) => function switch
    {
        ConstructorDeclarationSyntax or DestructorDeclarationSyntax => true,
        AccessorDeclarationSyntax accessor => !accessor.IsKind(SyntaxKind.GetAccessorDeclaration),
        _ => FunctionSyntax.ReturnType(function) is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword },
    };
}
