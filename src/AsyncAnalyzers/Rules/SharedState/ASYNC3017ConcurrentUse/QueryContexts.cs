namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Contexts of Entity Framework, and the calls that send something to their database.</summary>
internal static class QueryContexts
{
    private const int MaximumDepth = 12;

    private static readonly HashSet<string> Executing = new(StringComparer.Ordinal)
    {
        "SaveChanges", "Find", "Load", "ExecuteUpdate", "ExecuteDelete", "ExecuteSqlRaw", "ExecuteSqlInterpolated",
        "ExecuteSql", "ToList", "ToArray", "ToDictionary", "ToHashSet", "First", "FirstOrDefault", "Single",
        "SingleOrDefault", "Last", "LastOrDefault", "Count", "LongCount", "Any", "All", "Sum", "Min", "Max", "Average",
        "Add", "AddRange", "Update", "UpdateRange", "Remove", "RemoveRange", "Attach", "AttachRange",
    };

    /// <summary>Asynchronous by name: they track an object, and are done when the call returns.</summary>
    private static readonly HashSet<string> Tracking = new(StringComparer.Ordinal)
    {
        "AddAsync", "AddRangeAsync", "DisposeAsync",
    };

    /// <summary>False is certain.</summary>
    public static bool MayBeOperation(string name)
        => name.EndsWith("Async", StringComparison.Ordinal) ? !Tracking.Contains(name) : Executing.Contains(name);

    /// <summary>A <c>DbContext</c>, or an interface that stands for one: it has sets.</summary>
    public static bool IsContext(ITypeSymbol? type)
        => type switch
        {
            { TypeKind: TypeKind.Class } => type.SelfAndBases().Any(static one => one.Name == "DbContext" && IsOfLibrary(one)),
            { TypeKind: TypeKind.Interface } => type.AllInterfaces.Cast<ITypeSymbol>().Prepend(type).Any(static one
                => one.GetMembers().Any(static member => member is IPropertySymbol property && IsSet(property.Type))),
            ITypeParameterSymbol parameter => parameter.ConstraintTypes.Any(IsContext),
            _ => false,
        };

    /// <summary>The context that a call works on; null where it is none, or merely composes a query.</summary>
    /// <param name="call">The call.</param>
    /// <param name="method">What is called.</param>
    /// <param name="model">The model of the call.</param>
    public static InstancePath? Of(InvocationExpressionSyntax call, IMethodSymbol method, CodeModel model)
    {
        ExpressionSyntax? receiver = CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!);
        ITypeSymbol? type = receiver is null ? (method.IsStatic ? null : method.ContainingType)
            : model.TypeOf(receiver);
        if (type is null || !(IsOfLibrary(type) || IsContext(type) || IsQuery(type))
            || (!IsOfLibrary(method.ContainingType) && !IsQuery(type)
                && !(type.TypeKind == TypeKind.Interface && method.Name.StartsWith("SaveChanges", StringComparison.Ordinal))))
        {
            return null;
        }

        return receiver is null ? (IsContext(type) ? InstancePath.This : null) : ContextOf(receiver, model, 0);
    }

    private static InstancePath? ContextOf(ExpressionSyntax expression, CodeModel model, int depth)
    {
        for (ExpressionSyntax? current = CallSyntax.WithoutCasts(expression); current is not null && depth < MaximumDepth; depth++)
        {
            if (current is ThisExpressionSyntax)
            {
                return InstancePath.This;
            }

            ITypeSymbol? type = model.TypeOf(current);
            if (IsContext(type))
            {
                return InstancePath.Of(current, model);
            }

            switch (current)
            {
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }:
                    current = CallSyntax.WithoutCasts(access.Expression);
                    break;
                case InvocationExpressionSyntax { Expression: SimpleNameSyntax } own:
                    return CallSyntax.MethodOf(own, model) is { IsStatic: false } method
                        && IsContext(method.ContainingType) ? InstancePath.This : null;
                case MemberAccessExpressionSyntax { Expression: not ThisExpressionSyntax } access:
                    if (IsSet(type))
                    {
                        return InstancePath.Of(access.Expression, model);
                    }

                    current = CallSyntax.WithoutCasts(access.Expression);
                    break;
                case QueryExpressionSyntax query:
                    current = CallSyntax.WithoutCasts(query.FromClause.Expression);
                    break;
                case IdentifierNameSyntax or MemberAccessExpressionSyntax:
                    switch (model.SymbolOf(current))
                    {
                        case ILocalSymbol local when LocalAssignments.OnlyValueOf(local, model) is { } value:
                            current = CallSyntax.WithoutCasts(value);
                            break;
                        case { IsStatic: false } member when member is IFieldSymbol or IPropertySymbol && IsContext(member.ContainingType):
                            return InstancePath.This;
                        case { } variable when IsSet(type) && variable is IFieldSymbol or IPropertySymbol or IParameterSymbol:
                            return InstancePath.Of(current, model);
                        default:
                            return null;
                    }

                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    private static bool IsSet(ITypeSymbol? type) => type is { Name: "DbSet" or "IDbSet" } && IsOfLibrary(type);

    private static bool IsQuery(ITypeSymbol type)
        => type.AllInterfaces.Append(type).Any(static one => one is { Name: "IQueryable", ContainingNamespace.Name: "Linq" });

    private static bool IsOfLibrary(ITypeSymbol type)
        => type.ContainingNamespace is { IsGlobalNamespace: false } space
            && (space.ToDisplayString() + ".") is var name
            && (name.StartsWith("Microsoft.EntityFrameworkCore.", StringComparison.Ordinal)
                || name.StartsWith("System.Data.Entity.", StringComparison.Ordinal));
}
